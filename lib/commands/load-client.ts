import type { Tx } from '@/lib/db'
import type { AuditAction } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

/** A client of this organisation with its live secrets, oldest first. @throws DomainError `not_found` */
export async function loadClient(tx: Tx, ctx: Context, publicId: string) {
  const live = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.now } }] }
  const client = await tx.client.findUnique({
    where: { orgId_id: { orgId: ctx.orgId, id: fromPublicId('client', publicId) } },
    include: { secrets: { where: live, orderBy: { id: 'asc' } }, identity: { select: { name: true, status: true } } },
  })
  if (!client) throw notFound('client')
  return client
}

/** What happened to a client, for the log. */
export function clientEvent(
  action: AuditAction,
  client: { id: string; name: string; identityId: string },
  data: Record<string, unknown> = {},
) {
  const subject = { subjectKind: 'client', subjectId: client.id, subjectName: client.name } as const
  return { action, ...subject, data: { identityId: client.identityId, ...data } }
}
