import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { SessionRequestRow } from '@/lib/domain/session-request-row'
import { readSessionRequests, type StoredRequest } from '@/lib/queries/read-session-requests'

const LATEST = 200

/** Requests for a session that people decide on: those that wait first, and of both the latest, 200 at most. Needs
 *  `view-access`. */
export async function listSessionRequests(ctx: Context): Promise<SessionRequestRow[]> {
  authorize(ctx, 'view-access')
  const isOpen = Prisma.sql`a.status = 'pending' and a.expires_at > ${ctx.now}`
  const latest = (condition: Prisma.Sql) => reader().$queryRaw<StoredRequest[]>`
    select a.id, a.status, a.subject_id as "subjectId", a.asked, a.requested_at as "requestedAt",
      a.expires_at as "expiresAt", a.decided_at as "decidedAt"
    from approvals a
    where a.org_id = ${ctx.orgId}::uuid and a.subject_kind = 'session' and ${condition}
    order by a.id desc limit ${LATEST}`
  const [open, over] = await Promise.all([latest(isOpen), latest(Prisma.sql`not (${isOpen})`)])
  return (await readSessionRequests(ctx, [...open, ...over].slice(0, LATEST))).map(({ row }) => row)
}
