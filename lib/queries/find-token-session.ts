import DataLoader from 'dataloader'
import { gather } from '@/lib/db/gather'
import { statement } from '@/lib/db/statement'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { TokenSession, TokenState } from '@/lib/domain/token-session'
import { ANCESTORS, TOKEN_PARTIES, TOKEN_STATE } from '@/lib/queries/token-state'

/** A session by what its token says. `tokenSha256`: SHA-256 of the token in hexadecimal, which proves that the token is
 *  the one that Remit sent; null asks for the session by its id alone, and brings what its token says: `permissions` and
 *  `claims`. Ids are UUIDs. */
export type TokenQuestion = { sessionId: string; tokenSha256: string | null }

type Key = TokenQuestion & { orgId: string; at: string }
type Ancestor = { state: TokenState; actorId: string; maxChainDepth: number | null }
type Row = Pick<
  TokenSession,
  'orgId' | 'id' | 'state' | 'grantId' | 'clientId' | 'depth' | 'maxChainDepth' | 'claims'
> & {
  n: number
  isChild: boolean
  systemId: string
  otherSystemIds: string[] | null
  scope: string | null
  principalId: string
  principalName: string
  actorId: string
  expiresAt: number
}

/** Look-ups by primary key, each apart from the others (`limit 1`): the planner cannot join whole tables instead. The
 *  first and the last id of all leave out the months that are not asked for before any of them is opened. */
const findRows = statement<Row>(
  'find-token-sessions',
  `select i.n::int, s.org_id "orgId", s.id, ${TOKEN_STATE} as state, s.grant_id "grantId", s.client_id "clientId",
    s.system_id "systemId", nullif(s.other_system_ids, '{}') "otherSystemIds", s.principal_id "principalId",
    p.name "principalName", s.actor_id "actorId", s.depth,
    g.max_chain_depth "maxChainDepth", s.parent_id is not null "isChild", extract(epoch from s.expires_at)::float8 * 1000 "expiresAt",
    case when i.sha256 is null then coalesce(s.token_claims ->> 'scope', (
      select array_to_string(ps.permissions, ' ') from permission_sets ps
      where ps.org_id = s.org_id and ps.id = s.permission_set_id)) end scope,
    case when i.sha256 is null then s.token_claims end claims
  from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::bytea[]) with ordinality i (org_id, id, at, sha256, n)
  cross join lateral (
    select * from delegated_sessions x where x.org_id = i.org_id and x.id = i.id and x.id between $5 and $6 limit 1) s
  ${TOKEN_PARTIES}
  where s.origin = 'managed' and (i.sha256 is null or s.token_sha256 = i.sha256)`,
)

/** Only asked for sessions that have ancestors, which most do not. */
const findAncestors = statement<{ n: number; ancestors: Ancestor[] | null }>(
  'find-token-ancestors',
  `select i.n, ${ANCESTORS} ancestors
  from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::int[]) i (org_id, id, at, n)`,
)

const list = (values: readonly (string | null)[]) => `{${values.map((value) => value ?? 'null').join()}}`
const asked = (keys: readonly Pick<Key, 'orgId' | 'sessionId' | 'at'>[]) => [
  list(keys.map((key) => key.orgId)),
  list(keys.map((key) => key.sessionId)),
  list(keys.map((key) => `"${key.at}"`)),
]

function leastDepth(own: number | null, ancestors: readonly Ancestor[]): number | null {
  let least = own
  for (const { maxChainDepth } of ancestors) {
    if (maxChainDepth !== null && (least === null || maxChainDepth < least)) least = maxChainDepth
  }
  return least
}

/** Written out: a rest or a spread here costs as much as all the rest of it. */
function toSession(row: Row, ancestors: readonly Ancestor[]): TokenSession {
  const above = ancestors.find((ancestor) => ancestor.state !== 'active')
  const state = row.state === 'active' && above ? above.state : row.state
  return {
    orgId: row.orgId,
    id: row.id,
    state,
    isActive: state === 'active',
    grantId: row.grantId,
    clientId: row.clientId,
    systemIds: row.otherSystemIds ? [row.systemId, ...row.otherSystemIds] : [row.systemId],
    permissions: row.scope ? row.scope.split(' ') : [],
    principal: { id: row.principalId, name: row.principalName },
    actorIds: [row.actorId, ...ancestors.map((ancestor) => ancestor.actorId)],
    depth: row.depth,
    maxChainDepth: leastDepth(row.maxChainDepth, ancestors),
    claims: row.claims,
    expiresAt: new Date(row.expiresAt),
  }
}

const NONE: readonly Ancestor[] = []

/** Ancestors by the place of their descendant among the keys. */
async function findAncestorsOf(keys: readonly Key[], rows: readonly Row[]): Promise<Map<number, Ancestor[]>> {
  const places = rows.filter((row) => row.isChild).map((row) => row.n)
  if (places.length === 0) return new Map()
  const children = keys.map((key, index) => ({ ...key, n: index + 1 })).filter(({ n }) => places.includes(n))
  const found = await findAncestors([...asked(children), children.map(({ n }) => n)])
  return new Map(found.map(({ n, ancestors }) => [n, ancestors ?? []]))
}

function bounds(keys: readonly Key[]): [string, string] {
  let [first, last] = ['ffffffff-ffff-ffff-ffff-ffffffffffff', '00000000-0000-0000-0000-000000000000']
  for (const { sessionId } of keys) {
    if (sessionId < first) first = sessionId
    if (sessionId > last) last = sessionId
  }
  return [first, last]
}

async function findAll(keys: readonly Key[]): Promise<(TokenSession | null)[]> {
  const found = new Array<TokenSession | null>(keys.length).fill(null)
  const sha256s = list(keys.map((key) => key.tokenSha256 && `"\\\\x${key.tokenSha256}"`))
  const rows = await findRows([...asked(keys), sha256s, ...bounds(keys)])
  const ancestors = await findAncestorsOf(keys, rows)
  for (const row of rows) found[row.n - 1] = toSession(row, ancestors.get(row.n) ?? NONE)
  return found
}

const MAX_AT_ONCE = 500
const { schedule, counted } = gather(1)
const loader = new DataLoader<Key, TokenSession | null>(counted(findAll), {
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
  const { sessionId, tokenSha256 } = asked
  return loader.load({ orgId: ctx.orgId, sessionId, tokenSha256, at: ctx.now.toISOString() })
}
