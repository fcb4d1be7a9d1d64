/** The state of session `s` with its grant `g`, client `c`, principal `p` and actor `a` at the time `at`, as SQL: the one
 *  rule by which introspection and status lists answer. Values are those of `TokenState`. What is over for good is
 *  looked at first, so that a session which is revoked and locked counts as revoked. */
export const TOKEN_STATE = `case
  when s.status not in ('scheduled', 'active', 'locked') then 'ended'
  when s.expires_at is null or s.expires_at <= i.at then 'expired'
  when s.grant_id is null or g.status is null or g.status not in ('active', 'suspended') or g.expires_at <= i.at then 'ended'
  when p.status = 'departed' or a.status = 'departed' then 'departed'
  when coalesce(s.last_used_at, s.issued_at) + make_interval(secs => s.idle_timeout_seconds) <= i.at then 'idle'
  when s.client_id is not null and c.status is distinct from 'active' then 'disabled'
  when g.status = 'suspended' or p.status is distinct from 'active' or a.status is distinct from 'active' then 'suspended'
  when s.status = 'locked' and (s.locked_until is null or s.locked_until > i.at) then 'locked'
  when s.status = 'scheduled' or s.starts_at > i.at then 'not-started'
  else 'active' end`

const one = (columns: string, table: string, alias: string, key: string) =>
  `left join lateral (select ${columns} from ${table} where org_id = s.org_id and id = s.${key} limit 1) ${alias} on true`

/** Joins what `TOKEN_STATE` looks at, each by its primary key whatever the planner thinks of the tables' sizes. */
export const TOKEN_PARTIES = [
  one('status, expires_at, max_chain_depth', 'grants', 'g', 'grant_id'),
  one('status', 'clients', 'c', 'client_id'),
  one('status, name', 'identities', 'p', 'principal_id'),
  one('status', 'identities', 'a', 'actor_id'),
].join('\n')

/** The ancestors of session `i.id`, from the nearest on, each with its state: `[{ "state", "actorId", "maxChainDepth" }]`. */
export const ANCESTORS = `(
  with recursive up as (
    select x.parent_id as id, 1 as step from (
      select y.parent_id from delegated_sessions y where y.org_id = i.org_id and y.id = i.id limit 1) x
    union all
    select x.parent_id, up.step + 1 from up cross join lateral (
      select y.parent_id from delegated_sessions y where y.org_id = i.org_id and y.id = up.id limit 1) x
    where x.parent_id is not null and up.step < 64
  )
  select json_agg(json_build_object('state', ${TOKEN_STATE}, 'actorId', s.actor_id,
    'maxChainDepth', g.max_chain_depth) order by up.step)
  from up left join lateral (select * from delegated_sessions x where x.org_id = i.org_id and x.id = up.id limit 1) s on true
  ${TOKEN_PARTIES})`
