import { statement } from '@/lib/db/statement'
import type { IssuableGrant } from '@/lib/domain/issuance'
import { limitsOf } from '@/lib/domain/limits'

/** Which managed grants: the one with this id, or those of this actor, each only where the rest fits. UUIDs. */
export type GrantQuestion = { grantId?: string; actorId?: string; principalId?: string }

/** The question within an organisation; `at` is the moment at which live sessions are counted (ISO). */
export type AskedGrants = GrantQuestion & { orgId: string; at: string }
type Row = Omit<IssuableGrant, 'limits'> & { n: number; limits: unknown }

/** A client is told to choose long before there are so many. */
const MOST_GRANTS = 100

const party = (alias: string) =>
  `json_build_object('id', ${alias}.id, 'name', ${alias}.name, 'status', ${alias}.status, 'kind', ${alias}.kind,
    'isThirdParty', ${alias}.is_third_party)`

const TARGETS = `(
  select coalesce(json_agg(json_build_object('systemId', s.id, 'systemKey', s.key, 'systemName', s.name, 'systemKind', s.kind,
    'environment', s.environment, 'resourceUri', s.resource_uri, 'tier', s.tier,
    'permissions', coalesce(to_json(ps.permissions), '[]'), 'resources', t.resources, 'tenants', t.tenants) order by s.key), '[]')
  from grant_targets t
  join systems s on s.org_id = t.org_id and s.id = t.system_id
  left join permission_sets ps on ps.org_id = t.org_id and ps.id = t.permission_set_id
  where t.org_id = g.org_id and t.grant_id = g.id)`

const WINDOWS = `(
  select coalesce(json_agg(json_build_object('weekdays', w.weekdays, 'startMinute', w.start_minute,
    'durationMinutes', w.duration_minutes, 'timeZone', w.time_zone) order by w.position), '[]')
  from grant_windows w where w.org_id = g.org_id and w.grant_id = g.id)`

/** Only where their number is bounded; and none lives longer than the grant lets it, so that older ones are not looked at.
 *  Two days more, for a session that people are asked about has its id from then. */
const LIVE_SESSIONS = `case when g.max_concurrent_sessions is null then 0 else (
  select count(*)::int from delegated_sessions s
  where s.org_id = g.org_id and s.grant_id = g.id and s.status in ('scheduled', 'active', 'locked', 'revoking')
    and s.id >= uuid_floor(i.at - make_interval(secs => g.max_session_ttl_seconds, days => 2)) and s.expires_at > i.at
    and (s.idle_timeout_seconds is null
      or coalesce(s.last_used_at, s.issued_at) + make_interval(secs => s.idle_timeout_seconds) > i.at)) end`

/** With the grant, so that guardrails bind from the first session after they were put in force. */
const GUARDRAILS = `(
  select v.id from policy_versions v where v.org_id = g.org_id and v.kind = 'guardrails' and v.status = 'active')`

const readRows = (name: string, found: string) =>
  statement<Row>(
    name,
    `select i.n::int, g.id, g.org_id "orgId", g.name, g.status, g.starts_at "startsAt", g.expires_at "expiresAt",
      g.max_session_ttl_seconds "maxSessionTtlSeconds", g.max_chain_depth "maxChainDepth",
      g.max_concurrent_sessions "maxConcurrentSessions", g.requires_session_approval "requiresSessionApproval",
      g.requires_dpop "requiresDpop", g.idle_timeout_seconds "idleTimeoutSeconds", g.purpose, g.ticket,
      ${WINDOWS} windows, ${TARGETS} targets, ${party('p')} principal, ${party('a')} actor, o.limits,
      o.time_zone "timeZone", ${GUARDRAILS} "guardrailsId", ${LIVE_SESSIONS} "liveSessions"
    from rows from (unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::uuid[]), unnest($4::uuid[]), unnest($5::timestamptz[]))
      with ordinality i (org_id, grant_id, actor_id, principal_id, at, n)
    cross join lateral (
      select * from grants x where x.org_id = i.org_id and ${found} and x.origin = 'managed'
        and x.actor_id = coalesce(i.actor_id, x.actor_id) and x.principal_id = coalesce(i.principal_id, x.principal_id)
      order by x.status = 'active' desc, x.id desc limit ${MOST_GRANTS}) g
    join identities p on p.org_id = g.org_id and p.id = g.principal_id
    join identities a on a.org_id = g.org_id and a.id = g.actor_id
    join organisations o on o.id = g.org_id
    order by i.n`,
  )

const readById = readRows('read-issuable-grant', 'x.id = i.grant_id')
const readByActor = readRows('read-issuable-grants-of-actor', 'x.actor_id = i.actor_id')

async function readAll(read: typeof readById, asked: readonly AskedGrants[]): Promise<IssuableGrant[][]> {
  const rows = await read([
    asked.map((each) => each.orgId),
    asked.map((each) => each.grantId ?? null),
    asked.map((each) => each.actorId ?? null),
    asked.map((each) => each.principalId ?? null),
    asked.map((each) => each.at),
  ])
  const found = asked.map((): IssuableGrant[] => [])
  for (const { n, limits, ...grant } of rows) found[n - 1]?.push({ ...grant, limits: limitsOf(limits) })
  return found
}

/** Managed grants by their id, or by their actor, with everything that decides about a session under them, in one statement
 *  for many questions. Stands here because both a query and a command ask it.
 *  @throws DomainError `unavailable` where the database cannot be reached */
export const issuableGrants = {
  byId: (asked: readonly AskedGrants[]) => readAll(readById, asked),
  byActor: (asked: readonly AskedGrants[]) => readAll(readByActor, asked),
}
