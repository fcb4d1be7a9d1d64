import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { messageBody } from '@/lib/domain/message'
import type { MessageListRequest, MessageRow } from '@/lib/domain/message-row'
import type { Page } from '@/lib/domain/page'
import { toPublicId } from '@/lib/id'
import { keyset, toPage } from '@/lib/queries/keyset'
import { writeDecisionLink } from '@/lib/secrets/decision-link'

type Raw = Omit<MessageRow, 'by' | 'path' | 'isLink' | 'body'> & {
  sortValue: number
  body: unknown
  linkId: string | null
  memberId: string | null
  endpointId: string | null
}

function toRow(raw: Raw, readerId: string | null): MessageRow {
  const { sortValue: _, linkId, memberId, endpointId, body: stored, ...row } = raw
  const body = messageBody.parse(stored)
  const isLink = linkId !== null && memberId !== null && memberId === readerId
  return {
    ...row,
    ...{ id: toPublicId('message', row.id), body, isLink, by: endpointId ? 'endpoint' : body.kept ? 'kept' : 'mail' },
    path: isLink ? `/decide/${writeDecisionLink(toPublicId('link', linkId))}` : body.path,
  }
}

/** What was sent to the reader, or for admins to anybody: the latest first. */
export async function listMessages(ctx: Context, request: MessageListRequest): Promise<Page<MessageRow>> {
  authorize(ctx, request.view === 'all' ? 'view-messages' : 'view-own-messages')
  const { orgId, actor } = ctx
  const readerId = actor.kind === 'member' ? actor.memberId : null
  const none = () => ({ sql: Prisma.sql`0::float8`, type: 'float8' as const })
  const { value, where, order, limit } = keyset({ key: none, id: Prisma.sql`m.id`, direction: 'desc', request })
  const mine =
    request.view === 'all' ? Prisma.sql`true` : Prisma.sql`m.member_id = ${readerId}::uuid and m.endpoint_id is null`
  const rows = await reader().$queryRaw<Raw[]>`
    select m.id, ${value} as "sortValue", m.kind, m.address as to, m.subject, m.body, m.status, m.last_error as "lastError",
      m.created_at as "createdAt", m.sent_at as "sentAt", m.link_id as "linkId", m.member_id as "memberId",
      m.endpoint_id as "endpointId"
    from messages m where m.org_id = ${orgId}::uuid and ${mine} and ${where}
    order by ${order} limit ${limit}`
  const page = toPage(rows, request)
  return { ...page, rows: page.rows.map((raw) => toRow(raw, readerId)) }
}
