import { orderRevocation } from '@/lib/commands/order-revocation'
import { mutateIfNeeded, reader, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

const BATCH = 500

/** A session that was issued in the very moment in which its grant was revoked: its id is about as old as the grant's end
 *  (up to two days older where people were asked first), and a sweep comes by every minute. */
async function listUngranted(db: Pick<Tx, '$queryRaw'>, { orgId, now }: Context): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select s.id from grants g cross join lateral (
      select l.id from delegated_sessions l
      where l.org_id = g.org_id and l.grant_id = g.id and l.origin = 'managed'
        and l.id >= uuid_floor(g.ended_at - interval '2 days') and l.status in ('scheduled', 'active', 'locked')
        and l.expires_at > ${now}) s
    where g.org_id = ${orgId}::uuid and g.origin = 'managed' and g.status in ('revoked', 'expired')
      and g.ended_at > ${now}::timestamptz - interval '1 day'
    limit ${BATCH}`
  return rows.map(({ id }) => id)
}

/** Gives sessions whose grant has ended under them their end on record, up to 500 at once, true if there may be more.
 *  Nothing depends on it: whoever asks about a session is told of its grant, too. */
export async function endUngrantedSessions(ctx: Context): Promise<{ sessions: number; hasMore: boolean }> {
  authorize(ctx, 'keep-house')
  const none = { sessions: 0, hasMore: false }
  if ((await listUngranted(reader(), ctx)).length === 0) return none
  const ended = await mutateIfNeeded(ctx, async (tx) => {
    const order = await orderRevocation(tx, ctx, {
      scope: 'session',
      scopeId: null,
      selectedIds: await listUngranted(tx, ctx),
      reason: 'Its grant has ended.',
      keepChildrenUnderAnotherGrant: false,
    })
    const [first, ...rest] = order?.events ?? []
    return first ? { result: rest.length + 1, events: [first, ...rest], jobs: order?.jobs ?? [] } : null
  })
  return ended === null ? none : { sessions: ended, hasMore: ended >= BATCH }
}
