import { statement } from '@/lib/db/statement'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

/** Uses of one session within one minute, as one enforcement point told of them. Ids are UUIDs, times milliseconds.
 *  `permission` null: it did not say what for. `clientId` null: not told by an enforcement point. `inactive`: how often
 *  it was told that the session is not active, which is no use of it. */
export type CheckedUse = {
  sessionId: string
  systemId: string
  permission: string | null
  clientId: string | null
  allowed: number
  denied: number
  inactive: number
  firstAt: number
  lastAt: number
}

/** A session's row has many indexes; one of them is by last use, which is therefore only exact where the idle time of the
 *  session is counted from it, and else moved twice a minute. Sessions come in the order of their ids, so that two writers
 *  lock alike. What bears on measures is marked as due. */
const record = statement(
  'record-checks',
  `with told as materialized (
    select s.id as session, s.is_measured, s.last_used_at as used_before, t.system, t.permission, t.client, t.allowed, t.denied, t.inactive,
      to_timestamp(t.first / 1000) as first, to_timestamp(t.last / 1000) as last
    from unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::int[], $7::int[], $8::int[], $9::float8[], $10::float8[])
      t (session, system, permission, client, allowed, denied, inactive, first, last)
    cross join lateral (
      select x.id, x.origin = 'managed' and x.grant_id is not null as is_measured, x.last_used_at from delegated_sessions x
      where x.org_id = $1 and x.id = t.session and x.id between $11 and $12 limit 1) s
  ),
  used as materialized (
    select session, is_measured, used_before, sum(allowed) as allowed, sum(denied) as denied, min(first) as first, max(last) as last
    from told where allowed + denied > 0 group by session, is_measured, used_before order by session
  ),
  moved as (
    update delegated_sessions s set
      allowed_count = s.allowed_count + u.allowed, denied_count = s.denied_count + u.denied,
      first_used_at = case when s.first_used_at <= u.first then s.first_used_at else u.first end,
      last_used_at = case when u.last > s.last_used_at + interval '30 seconds' or s.last_used_at is null
        or (s.idle_timeout_seconds is not null and u.last > s.last_used_at) then u.last else s.last_used_at end
    from used u where s.org_id = $1 and s.id = u.session and s.id between $11 and $12
    returning s.id, u.is_measured and s.last_used_at is distinct from u.used_before as is_due
  ),
  named as materialized (
    select session, is_measured, system, permission, sum(allowed) as allowed, sum(denied) as denied, min(first) as first, max(last) as last
    from told where permission is not null and allowed + denied > 0
    group by session, is_measured, system, permission order by session, system, permission
  ),
  counted as (
    insert into delegated_session_uses as u (org_id, session_id, system_id, permission, allowed_count, denied_count, first_at, last_at)
    select $1, session, system, permission, allowed, denied, first, last from named
    on conflict (org_id, session_id, system_id, permission) do update set
      allowed_count = u.allowed_count + excluded.allowed_count, denied_count = u.denied_count + excluded.denied_count,
      first_at = least(u.first_at, excluded.first_at), last_at = greatest(u.last_at, excluded.last_at)
    returning u.session_id, u.system_id, u.permission, u.first_at
  ),
  timed as (
    insert into delegated_session_activity as a (org_id, session_id, minute, allowed_count, denied_count)
    select $1, session, date_trunc('minute', last, 'UTC'), sum(allowed), sum(denied)
    from told where allowed + denied > 0 group by 2, 3 order by 2, 3
    on conflict (org_id, session_id, minute) do update set
      allowed_count = a.allowed_count + excluded.allowed_count, denied_count = a.denied_count + excluded.denied_count
  ),
  checked as (
    insert into delegated_session_checks as c (org_id, session_id, client_id, active_count, inactive_count, first_at, last_at)
    select $1, session, client, sum(allowed + denied), sum(inactive), min(first), max(last)
    from told where client is not null group by session, client order by session, client
    on conflict (org_id, session_id, client_id) do update set
      active_count = c.active_count + excluded.active_count, inactive_count = c.inactive_count + excluded.inactive_count,
      first_at = least(c.first_at, excluded.first_at), last_at = greatest(c.last_at, excluded.last_at)
  )
  insert into entitlements_due (org_id, subject)
  select $1, 'used:' || id from moved where is_due
  union select $1, 'used:' || n.session from named n
    join counted c on c.session_id = n.session and c.system_id = n.system and c.permission = n.permission and c.first_at >= n.first
    where n.is_measured
  order by 2
  on conflict do nothing`,
)

/** Adds up what sessions were used for: by permission, by minute, by enforcement point and in all, in one statement
 *  however many. What names no session of the organisation is left out.
 *  @throws DomainError `unavailable`: nothing is recorded then */
export async function recordChecks(ctx: Context, uses: readonly CheckedUse[]): Promise<void> {
  authorize(ctx, 'check-session')
  if (uses.length === 0) return
  const ids = uses.map((use) => use.sessionId).sort()
  await record([
    ctx.orgId,
    uses.map((use) => use.sessionId),
    uses.map((use) => use.systemId),
    uses.map((use) => use.permission),
    uses.map((use) => use.clientId),
    uses.map((use) => use.allowed),
    uses.map((use) => use.denied),
    uses.map((use) => use.inactive),
    uses.map((use) => use.firstAt),
    uses.map((use) => use.lastAt),
    ids[0],
    ids.at(-1),
  ])
}
