import { statement } from '@/lib/db/statement'
import type { InstallationContext } from '@/lib/domain/context'
import { SESSION_REQUEST_SECONDS } from '@/lib/domain/session-request'
import { TOKEN_PARTIES, TOKEN_STATE } from '@/lib/queries/token-state'

/** A token that is not good at the moment although it has not run out: 1 = INVALID, never again; 2 = SUSPENDED, perhaps
 *  later (draft-ietf-oauth-status-list, Status Types). `number` is its status number. */
export type StatusListEntry = { number: number; value: 1 | 2 }

/** A session that people were asked about has its id from when they were: this long before it was issued, at most. */
const ASKED_BEFORE_SECONDS = 2 * SESSION_REQUEST_SECONDS

/** What a token lives for at most: nothing that was issued before that can still be about. */
const readLongest = statement<{ since: string; first: string }>(
  'read-longest-session',
  `select since::text, uuid_floor(since - make_interval(secs => ${ASKED_BEFORE_SECONDS}))::text as first from (
    select $1::timestamptz - make_interval(secs => coalesce(max(max_session_ttl_seconds), 0) + 60) as since
    from grants where origin = 'managed') longest`,
)

/** From each of the few things that may have gone wrong to the sessions concerned, and from these to all that came of
 *  them. What is not good for a reason of its own may be so for good, whatever its parent. */
const listEntries = statement<{ number: string; value: 1 | 2 }>(
  'list-status-list-entries',
  `with recursive parties as materialized (
    select org_id, id from identities
    where status = 'suspended' or (status = 'departed' and departed_at >= $2::timestamptz)
  ),
  ids as (
    select s.org_id, s.id from delegated_sessions s
    where s.status in ('locked', 'revoked', 'completed') and s.status_number is not null and s.expires_at > $1 and s.id >= $3
    union
    select s.org_id, s.id from delegated_sessions s
    where s.status = 'expired' and s.ended_by = 'idle' and s.status_number is not null and s.expires_at > $1 and s.id >= $3
    union
    select s.org_id, s.id from grants g join delegated_sessions s on s.org_id = g.org_id and s.grant_id = g.id and s.id >= $3
    where g.status = 'suspended' or (g.ended_at >= $2 or g.expires_at between $2 and $1)
    union
    select s.org_id, s.id from parties p join delegated_sessions s on s.org_id = p.org_id and s.principal_id = p.id and s.id >= $3
    union
    select s.org_id, s.id from parties p join delegated_sessions s on s.org_id = p.org_id and s.actor_id = p.id and s.id >= $3
    union
    select s.org_id, s.id from clients c join delegated_sessions s on s.org_id = c.org_id and s.client_id = c.id and s.id >= $3
    where c.status = 'disabled' and c.disabled_at >= $2
    union
    select s.org_id, s.id from delegated_sessions s
    where s.idle_timeout_seconds is not null and s.status in ('active', 'locked') and s.expires_at > $1 and s.id >= $3
      and coalesce(s.last_used_at, s.issued_at) + make_interval(secs => s.idle_timeout_seconds) <= $1
  ),
  own as (
    select s.org_id, s.id, s.status_number, s.expires_at, case
      when ${TOKEN_STATE} in ('locked', 'suspended', 'disabled', 'not-started') then 2
      when ${TOKEN_STATE} = 'active' then 0 else 1 end as value
    from ids i0 cross join lateral (select i0.org_id, i0.id, $1::timestamptz as at) i
    cross join lateral (
      select * from delegated_sessions x where x.org_id = i.org_id and x.id = i.id and x.id >= $3 limit 1) s
    ${TOKEN_PARTIES}
  ),
  family as (
    select org_id, id, status_number, expires_at, value from own where value > 0
    union
    select c.org_id, c.id, c.status_number, c.expires_at, f.value from family f
    join delegated_sessions c on c.org_id = f.org_id and c.parent_id = f.id and c.id >= $3
  )
  select status_number::text as number, min(value)::int as value from family
  where status_number is not null and expires_at > $1 group by status_number`,
)

/** Every token of the installation, whatever its organisation, that has not run out and is not good at `now`, by the rule
 *  by which introspection answers. A number tells nobody whose it is.
 *  @throws DomainError `unavailable` */
export async function listStatusListEntries({ now }: InstallationContext): Promise<StatusListEntry[]> {
  const [longest] = await readLongest([now])
  if (!longest) return []
  const entries = await listEntries([now, longest.since, longest.first])
  return entries.map(({ number, value }) => ({ number: Number(number), value }))
}
