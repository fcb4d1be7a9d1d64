import DataLoader from 'dataloader'
import { statement } from '@/lib/db/statement'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { TokenSession, TokenState } from '@/lib/domain/token-session'
import { ANCESTORS, TOKEN_PARTIES, TOKEN_STATE } from '@/lib/queries/token-state'

/** A session by what its token says. `tokenSha256`: SHA-256 of the token in hexadecimal, which proves that the token is
 *  the one that Remit sent; null asks for the session by its id alone. Ids are UUIDs. */
export type TokenQuestion = { sessionId: string; tokenSha256: string | null }

type Key = TokenQuestion & { orgId: string; at: string }
type Row = Omit<TokenSession, 'isActive' | 'systemIds' | 'permissions' | 'principal' | 'actorIds' | 'expiresAt'> & {
  n: number
  systemId: string
  otherSystemIds: string[] | null
  scope: string | null
  principalId: string
  principalName: string
  actorId: string
  ancestors: { state: TokenState; actorId: string }[] | null
  expiresAt: number
}

/** Look-ups by primary key whatever the planner thinks of how many there are: `limit 1` keeps each apart, so that only the
 *  one month is opened that a session's id says. */
const findRows = statement<Row>(
  'find-token-sessions',
  `select i.n::int, i.org_id "orgId", s.id, ${TOKEN_STATE} as state, s.grant_id "grantId", s.client_id "clientId",
    s.system_id "systemId", nullif(s.other_system_ids, '{}') "otherSystemIds", s.principal_id "principalId", p.name "principalName",
    s.actor_id "actorId", s.depth, extract(epoch from s.expires_at)::float8 * 1000 "expiresAt",
    coalesce(s.token_claims ->> 'scope', (
      select array_to_string(ps.permissions, ' ') from permission_sets ps
      where ps.org_id = s.org_id and ps.id = s.permission_set_id)) scope,
    case when s.parent_id is not null then ${ANCESTORS} end ancestors
  from rows from (unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::bytea[]), unnest($4::timestamptz[]))
    with ordinality i (org_id, id, sha256, at, n)
  cross join lateral (select * from delegated_sessions x where x.org_id = i.org_id and x.id = i.id limit 1) s
  ${TOKEN_PARTIES}
  where s.origin = 'managed' and (i.sha256 is null or s.token_sha256 = i.sha256)`,
)

const list = (values: readonly (string | null)[]) => `{${values.map((value) => value ?? 'null').join()}}`

function toSession(row: Row): TokenSession {
  const { n, systemId, otherSystemIds, scope, principalId, principalName, actorId, ancestors, expiresAt, ...same } = row
  const state =
    same.state === 'active' ? (ancestors?.find((each) => each.state !== 'active')?.state ?? 'active') : same.state
  return {
    ...same,
    state,
    isActive: state === 'active',
    systemIds: otherSystemIds ? [systemId, ...otherSystemIds] : [systemId],
    permissions: scope ? scope.split(' ') : [],
    principal: { id: principalId, name: principalName },
    actorIds: [actorId, ...(ancestors ?? []).map((ancestor) => ancestor.actorId)],
    expiresAt: new Date(expiresAt),
  }
}

async function findAll(keys: readonly Key[]): Promise<(TokenSession | null)[]> {
  const found = new Array<TokenSession | null>(keys.length).fill(null)
  const rows = await findRows([
    list(keys.map((key) => key.orgId)),
    list(keys.map((key) => key.sessionId)),
    list(keys.map((key) => key.tokenSha256 && `"\\\\x${key.tokenSha256}"`)),
    list(keys.map((key) => key.at)),
  ])
  for (const row of rows) found[row.n - 1] = toSession(row)
  return found
}

const MAX_AT_ONCE = 500
const MAX_UNDER_WAY = 2

let underWay = 0
let waiting: (() => void)[] = []

/** Lets requests gather while two statements are under way: the busier it is, the more share one. */
function schedule(dispatch: () => void): void {
  setImmediate(() => {
    if (underWay < MAX_UNDER_WAY) dispatch()
    else waiting.push(dispatch)
  })
}

async function findGathered(keys: readonly Key[]): Promise<(TokenSession | null)[]> {
  underWay++
  try {
    return await findAll(keys)
  } finally {
    underWay--
    const dispatches = waiting
    waiting = []
    for (const dispatch of dispatches) dispatch()
  }
}

const loader = new DataLoader<Key, TokenSession | null>(findGathered, {
  cache: false,
  maxBatchSize: MAX_AT_ONCE,
  batchScheduleFn: schedule,
})

/** The session that a presented token stands for, and whether it is good at `ctx.now`: as its row, its grant, its client,
 *  the identities concerned and all its ancestors stand in the database this very moment. Null = not ours, or of another
 *  organisation. Requests of one moment share a statement.
 *  @throws DomainError `unavailable` where the database cannot be reached */
export async function findTokenSession(ctx: Context, asked: TokenQuestion): Promise<TokenSession | null> {
  authorize(ctx, 'check-session')
  return loader.load({ ...asked, orgId: ctx.orgId, at: ctx.now.toISOString() })
}
