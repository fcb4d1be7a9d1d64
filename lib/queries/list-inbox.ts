import { Prisma, reader } from '@/lib/db'
import { toQuestion } from '@/lib/db/question'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { askedGrant } from '@/lib/domain/grant-terms'
import type { InboxRow } from '@/lib/domain/inbox'
import type { InboxRequest, InboxView } from '@/lib/domain/inbox-request'
import type { Page } from '@/lib/domain/page'
import { askedPolicy } from '@/lib/domain/policy-version'
import type { SessionRequestRow } from '@/lib/domain/session-request-row'
import { toPublicId } from '@/lib/id'
import {
  concernedNowSql,
  type InboxReader,
  isMineSql,
  isOpenSql,
  QUESTIONS,
  readInboxReader,
  URGENCY,
} from '@/lib/queries/inbox-sql'
import { keyset, toPage } from '@/lib/queries/keyset'
import { breadthOfWish, readAsked } from '@/lib/queries/read-asked'
import { needsStepUp, powerOf, readRuleVersions } from '@/lib/queries/read-reader-part'
import { readSessionRequests, type StoredRequest } from '@/lib/queries/read-session-requests'

type Party = { id: string | null; name: string; kind: string }
type Raw = StoredRequest & {
  sortValue: number
  kind: InboxRow['kind']
  status: InboxRow['status']
  revision: number
  risk: number
  tier: number | null
  requestedBy: string
  policyVersion: number | null
  grant: { id: string | null; name: string; breadth: number | null }
  actor: Party
  principal: Party
  before: number | null
  given: number
  needed: number
  decidedBy: string | null
  concernedNow: string[]
}

/** What waits, by its urgency; what waits no more, the latest first. Ids are in order of time. */
function orderOf(view: InboxView, request: InboxRequest) {
  const id = Prisma.sql`a.id`
  if (view !== 'decided')
    return keyset({ key: () => ({ sql: URGENCY, type: 'float8' as const }), id, direction: 'asc', request })
  const none = () => ({ sql: Prisma.sql`0::float8`, type: 'float8' as const })
  return keyset({ key: none, id, direction: 'desc', request })
}

function viewSql(ctx: Context, view: InboxView, voter: InboxReader): Prisma.Sql {
  if (view === 'decided') return Prisma.sql`not ${isOpenSql(ctx.now)}`
  const isMine = isMineSql(ctx.orgId, voter)
  return Prisma.sql`${isOpenSql(ctx.now)} and ${view === 'mine' ? isMine : Prisma.sql`not ${isMine}`}`
}

function readRows(ctx: Context, view: InboxView, request: InboxRequest, voter: InboxReader): Promise<Raw[]> {
  const { value, where, order, limit } = orderOf(view, request)
  return reader().$queryRaw<Raw[]>`
    select a.id, ${value} as "sortValue", a.subject_kind as kind, a.status, a.subject_id as "subjectId", a.asked, a.revision,
      a.risk, a.tier, a.requested_by as "requestedBy", a.policy_version as "policyVersion",
      a.requested_at as "requestedAt", a.expires_at as "expiresAt", a.decided_at as "decidedAt",
      json_build_object('id', g.id, 'name', g.name, 'breadth', g.breadth) as grant,
      json_build_object('id', x.id, 'name', x.name, 'kind', x.kind) as actor,
      json_build_object('id', p.id, 'name', p.name, 'kind', p.kind) as principal,
      (select max(h.breadth)::int from grants h where h.org_id = g.org_id and h.actor_id = g.actor_id
        and h.principal_id = g.principal_id and h.status = 'active' and (h.expires_at is null or h.expires_at > ${ctx.now})) as before,
      (select count(*)::int from approval_votes v where v.org_id = a.org_id and v.approval_id = a.id and v.vote = 'approve'
        and v.revision >= a.votes_count_from) as given,
      (select coalesce(sum(t.required_votes) filter (where t.kind <> 'reviewer'), 1)::int from approval_stages t
        where t.org_id = a.org_id and t.approval_id = a.id) as needed,
      (select m.name from approval_votes v join members m on m.org_id = v.org_id and m.id = v.member_id
        where v.org_id = a.org_id and v.approval_id = a.id order by v.voted_at desc limit 1) as "decidedBy",
      ${view === 'decided' ? Prisma.sql`'{}'::text[]` : concernedNowSql(ctx.orgId, voter)} as "concernedNow"
    from ${QUESTIONS}
    where a.org_id = ${ctx.orgId}::uuid and ${viewSql(ctx, view, voter)} and ${where}
    order by ${order} limit ${limit}`
}

type Told = Pick<InboxRow, 'change' | 'title' | 'systems' | 'permissionCount' | 'breadth' | 'ttlSeconds' | 'rules'>

/** What grants that are asked for would allow; what stands in the grant is what it was, where a change is asked for. */
async function tellGrants(ctx: Context, rows: readonly Raw[]): Promise<Map<string, Told>> {
  const asked = rows.flatMap((raw) => {
    const parsed = raw.kind === 'grant' ? askedGrant.safeParse(raw.asked).data : undefined
    return parsed ? [{ raw, ...parsed }] : []
  })
  const wish = await readAsked(
    ctx,
    asked.flatMap(({ terms }) => terms.targets),
  )
  let place = 0
  return new Map(
    asked.map(({ raw, change, terms }) => {
      const own = wish.slice(place, place + terms.targets.length)
      place += terms.targets.length
      return [
        raw.id,
        {
          ...{ change, title: raw.grant.name, rules: null, ttlSeconds: terms.maxSessionTtlSeconds },
          systems: own.map(({ system }) => system.name),
          permissionCount: terms.targets.reduce((sum, { permissions }) => sum + permissions.length, 0),
          breadth: breadthOfWish(own)?.score ?? null,
        },
      ]
    }),
  )
}

function tellRules({ asked, subjectId, grant }: Raw): Told {
  const parsed = askedPolicy.safeParse(asked).data
  const rules = parsed ? { id: toPublicId('policy', subjectId), kind: parsed.kind, version: parsed.version } : null
  const title = rules ? `${rules.kind === 'approvals' ? 'Approval rules' : 'Guardrails'}, version ${rules.version}` : ''
  const nothing = { change: null, systems: [], permissionCount: 0, breadth: null, ttlSeconds: null }
  return { ...nothing, rules, title: title || grant.name || 'Rules' }
}

function tellSession({ grant }: Raw, row: SessionRequestRow): Told {
  const { systems, permissionCount, breadth, ttlSeconds } = row
  const names = systems.map(({ name }) => name)
  return { change: 'session', title: grant.name, rules: null, systems: names, permissionCount, breadth, ttlSeconds }
}

function partyOf({ id, name, kind }: Party): InboxRow['actor'] {
  return id === null
    ? null
    : { id: toPublicId('identity', id), name, kind: kind as NonNullable<InboxRow['actor']>['kind'] }
}

/** What of each the reader may decide, in three statements for the whole page. */
async function readPowers(ctx: Context, rows: readonly Raw[], voter: InboxReader) {
  const stored = await reader().approval.findMany({
    where: { orgId: ctx.orgId, id: { in: rows.map(({ id }) => id) } },
    include: { stages: { orderBy: { position: 'asc' }, include: { votes: { orderBy: { votedAt: 'asc' } } } } },
  })
  const rulesOf = await readRuleVersions(
    ctx.orgId,
    stored.map(({ policyVersion }) => policyVersion),
  )
  const since = new Map(rows.map(({ id, concernedNow }) => [id, concernedNow]))
  return new Map(
    stored.map((row) => {
      const asked = toQuestion(row)
      const question = { ...asked, barredIdentityIds: [...asked.barredIdentityIds, ...(since.get(row.id) ?? [])] }
      const stage = question.stages.find(({ position }) => position === row.currentPosition)
      const { hindrance } = powerOf(question, stage, voter, ctx.now)
      const isStepUp = needsStepUp(ctx, row.tier, stage, rulesOf(row.policyVersion))
      return [row.id, { hindrance, isConsent: stage?.kind === 'consent', needsStepUp: isStepUp }]
    }),
  )
}

const CLOSED = { hindrance: 'It waits no more.', isConsent: false, needsStepUp: false }

/** Questions put to people: sessions of the token service that want one, grants and changes of grants that were asked for, and
 *  other rules. */
export async function listInbox(ctx: Context, view: InboxView, request: InboxRequest): Promise<Page<InboxRow>> {
  authorize(ctx, 'view-access')
  const voter = await readInboxReader(ctx)
  const page = toPage(await readRows(ctx, view, request, voter), request)
  const sessions = page.rows.filter(({ kind }) => kind === 'session')
  const [requests, grants, powers] = await Promise.all([
    readSessionRequests(ctx, sessions),
    tellGrants(ctx, page.rows),
    view === 'decided' ? new Map() : readPowers(ctx, page.rows, voter),
  ])
  const asked = new Map(requests.map(({ row }) => [row.id, row]))
  const toRow = (raw: Raw): InboxRow => {
    const session = asked.get(toPublicId('approval', raw.id))
    const told = session ? tellSession(raw, session) : (grants.get(raw.id) ?? tellRules(raw))
    const { kind, revision, requestedBy, requestedAt, expiresAt, grant, risk, given, needed, decidedBy, before } = raw
    const isOver = raw.status === 'pending' && expiresAt <= ctx.now
    return {
      ...{ id: toPublicId('approval', raw.id), kind, revision, requestedBy, requestedAt, expiresAt, risk, decidedBy },
      ...told,
      status: session?.status ?? (isOver ? 'lapsed' : raw.status),
      grant: grant.id === null ? null : { id: toPublicId('grant', grant.id), name: grant.name },
      actor: partyOf(raw.actor),
      principal: partyOf(raw.principal),
      before: kind === 'grant' ? (before ?? 0) : null,
      votes: { given, needed },
      ...(powers.get(raw.id) ?? CLOSED),
    }
  }
  return { ...page, rows: page.rows.map(toRow) }
}
