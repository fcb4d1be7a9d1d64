import { orderRevocation } from '@/lib/commands/order-revocation'
import { mutateIfNeeded, Prisma, reader, type Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

const BATCH = 500
/** Uses are written a second after they happen: a session is not ended for a use that is on its way. */
const GRACE_SECONDS = 5

type Idle = { id: string; name: string | null }

const idleSince = Prisma.sql`coalesce(s.last_used_at, s.issued_at) + make_interval(secs => s.idle_timeout_seconds)`
const isIdle = ({ orgId, now }: Context) => Prisma.sql`s.org_id = ${orgId}::uuid and s.idle_timeout_seconds is not null
  and s.status in ('active', 'locked') and s.expires_at > ${now}
  and ${idleSince} <= ${now}::timestamptz - make_interval(secs => ${GRACE_SECONDS})`

async function endIdle(tx: Tx, ctx: Context): Promise<Idle[]> {
  return tx.$queryRaw<Idle[]>`
    update delegated_sessions s set status = 'expired', ended_at = ${idleSince}, ended_by = 'idle', locked_until = null
    where s.org_id = ${ctx.orgId}::uuid and s.id in (
      select s.id from delegated_sessions s where ${isIdle(ctx)} order by s.id limit ${BATCH})
    returning s.id, s.name`
}

/** What lives below sessions, at any depth, also below what is over. */
async function listLiveBelow(tx: Tx, { orgId, now }: Context, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with recursive tree as (
      select s.id from delegated_sessions s where s.org_id = ${orgId}::uuid and s.id = any(${ids}::uuid[])
      union
      select c.id from delegated_sessions c join tree on c.parent_id = tree.id where c.org_id = ${orgId}::uuid)
    select s.id from tree join delegated_sessions s on s.org_id = ${orgId}::uuid and s.id = tree.id
    where s.status in ('scheduled', 'active', 'locked') and (s.expires_at is null or s.expires_at > ${now})`
  return rows.map(({ id }) => id)
}

async function orderEndBelow(tx: Tx, ctx: Context, idle: readonly Idle[]) {
  const ids = idle.map(({ id }) => id)
  const selectedIds = await listLiveBelow(tx, ctx, ids)
  if (selectedIds.length === 0) return null
  const reason = 'The session above it was not used for as long as its grant allows.'
  return orderRevocation(tx, ctx, {
    scope: 'session',
    scopeId: null,
    selectedIds,
    reason,
    keepChildrenUnderAnotherGrant: false,
  })
}

async function endBatch(tx: Tx, ctx: Context) {
  const idle = await endIdle(tx, ctx)
  const order = idle.length > 0 ? await orderEndBelow(tx, ctx, idle) : null
  const ended = idle.map(
    ({ id, name }): AuditEventDraft => ({
      action: 'session.expired',
      subjectKind: 'session',
      subjectId: id,
      subjectName: name,
      reason: 'It was not used for as long as its grant allows.',
    }),
  )
  const [first, ...rest] = [...ended, ...(order?.events ?? [])]
  return first ? { result: idle.length, events: [first, ...rest] as const, jobs: order?.jobs ?? [] } : null
}

/** Ends sessions that were not used for longer than their grant lets them lie, and with them all that lives below; up to 500
 *  at once, true if there may be more. Introspection needs none of this: it looks at the last use itself. */
export async function endIdleSessions(ctx: Context): Promise<{ sessions: number; hasMore: boolean }> {
  authorize(ctx, 'keep-house')
  const [found] = await reader().$queryRaw<{ is_due: boolean }[]>`
    select exists (select from delegated_sessions s where ${isIdle(ctx)}) as is_due`
  const ended = found?.is_due ? await mutateIfNeeded(ctx, (tx) => endBatch(tx, ctx)) : null
  return { sessions: ended ?? 0, hasMore: ended === BATCH }
}
