import { reader } from '@/lib/db'
import { readGrantTerms } from '@/lib/db/grant-terms'
import type { StoredQuestion } from '@/lib/db/question'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { type AskedGrant, askedGrant, endOf, type GrantTerms } from '@/lib/domain/grant-terms'
import type { InboxItem, ItemTerms } from '@/lib/domain/inbox'
import type { ApprovalStatus } from '@/lib/domain/life'
import { type AskedSession, askedSession } from '@/lib/domain/session-request'
import { describeWindow } from '@/lib/domain/window'
import { toPublicId } from '@/lib/id'
import { getSessionRequest } from '@/lib/queries/get-session-request'
import { type DescribedWish, readAsked } from '@/lib/queries/read-asked'
import { readItemAccess } from '@/lib/queries/read-item-access'
import { readProposal } from '@/lib/queries/read-proposal'
import { namedIdentity } from '@/lib/queries/read-session-rows'

type Row = StoredQuestion['row']
type Common =
  | 'id'
  | 'status'
  | 'revision'
  | 'requestedBy'
  | 'requestedAt'
  | 'expiresAt'
  | 'decidedAt'
  | 'votes'
  | 'offers'
  | 'notes'
  | 'worth'
  | 'ruled'
  | 'me'

/** What a question is about. `status` where the subject says more than the question: a session that was taken. `concerned`:
 *  UUIDs of who has no vote. */
export type ItemSubject = {
  item: Omit<InboxItem, Common> & { status?: ApprovalStatus }
  concerned: { principalId: string | null; actorId: string | null; actorOwnerId: string | null }
  isFirstOfPair: boolean
}

async function readGrant({ orgId }: Context, id: string) {
  const found = await readGrantTerms(reader(), orgId, id)
  if (!found) throw notFound('grant')
  return found
}
type GrantRow = Awaited<ReturnType<typeof readGrant>>['row']

function toItemTerms(terms: GrantTerms, now: Date): ItemTerms {
  const { startsAt, durationSeconds, maxChainDepth, maxConcurrentSessions, requiresSessionApproval } = terms
  return {
    ...{ startsAt, durationSeconds, maxChainDepth, maxConcurrentSessions, requiresSessionApproval },
    ttlSeconds: terms.maxSessionTtlSeconds,
    endsAt: endOf(terms, now),
    windows: terms.windows.map(describeWindow),
    isDpopBound: terms.requiresDpop,
  }
}

const partiesOf = ({ id, name, principal, actor }: GrantRow) => ({
  grant: { id: toPublicId('grant', id), name },
  actor: namedIdentity(actor),
  principal: namedIdentity(principal),
})

const concernedOf = ({ principalId, actorId, actor }: GrantRow) => ({
  principalId,
  actorId,
  actorOwnerId: actor.ownerId,
})

/** What was stored before there were terms in the question: those of the grant itself. */
function askedOf(row: Row, terms: GrantTerms | null): AskedGrant {
  const parsed = askedGrant.safeParse(row.asked).data
  if (parsed) return parsed
  if (!terms) throw notFound('request')
  return { change: 'new', terms, before: null }
}

export async function readGrantSubject(ctx: Context, row: Row): Promise<ItemSubject> {
  const { row: grant, terms: stored } = await readGrant(ctx, row.subjectId)
  const { change, terms, before } = askedOf(row, stored)
  const isChange = change === 'extend' || change === 'widen'
  const { isFirstOfPair, ...access } = await readItemAccess(ctx, {
    ...{ kind: 'grant', grantId: grant.id, actorId: grant.actorId, principalId: grant.principalId, own: isChange },
    wish: await readAsked(ctx, terms.targets),
    ...{ ttlSeconds: terms.maxSessionTtlSeconds, maxChainDepth: terms.maxChainDepth },
  })
  const { purpose, ticket, endsWithTicket } = grant
  return {
    item: {
      ...{ kind: 'grant', change, title: grant.name, rules: null, proposal: null, purpose, ticket, endsWithTicket },
      ...partiesOf(grant),
      ...{ client: null, details: [], context: null, sessionId: null },
      terms: toItemTerms(terms, ctx.now),
      before: before && toItemTerms(before, ctx.now),
      ...access,
    },
    concerned: concernedOf(grant),
    isFirstOfPair,
  }
}

/** A key belongs to the systems that know it; one that none knows stands under the first. */
async function readWish(ctx: Context, { systemIds, permissions }: AskedSession): Promise<DescribedWish[]> {
  const nothing = { tenants: [], resources: [] }
  const wish = await readAsked(
    ctx,
    systemIds.map((systemId) => ({ systemId, permissions, ...nothing })),
  )
  const known = new Set(wish.flatMap((each) => each.known.map(({ key }) => key)))
  return wish.map((each, index) => {
    const isHere = (key: string) => each.known.some((one) => one.key === key) || (index === 0 && !known.has(key))
    return { ...each, permissions: each.permissions.filter(({ key }) => isHere(key)) }
  })
}

export async function readSessionSubject(ctx: Context, row: Row): Promise<ItemSubject> {
  const asked = askedSession.parse(row.asked)
  const [{ row: grant }, request] = await Promise.all([
    readGrant(ctx, asked.grantId),
    getSessionRequest(ctx, toPublicId('approval', row.id)),
  ])
  const { purpose, ticket, context, sessionId, client, status } = request
  const { isFirstOfPair, ...access } = await readItemAccess(ctx, {
    ...{ kind: 'session', grantId: grant.id, actorId: grant.actorId, principalId: grant.principalId, own: false },
    wish: await readWish(ctx, asked),
    ...{ ttlSeconds: asked.ttlSeconds, maxChainDepth: grant.maxChainDepth ?? 0 },
  })
  return {
    item: {
      ...{
        kind: 'session',
        change: 'session',
        title: grant.name,
        rules: null,
        proposal: null,
        purpose,
        ticket,
        status,
      },
      ...partiesOf(grant),
      ...{ client, context, sessionId, endsWithTicket: false, before: null },
      details: request.authorizationDetails,
      terms: {
        ...{ ttlSeconds: asked.ttlSeconds, startsAt: null, durationSeconds: null, requiresSessionApproval: true },
        endsAt: grant.expiresAt,
        windows: grant.windows.map(describeWindow),
        ...{ maxChainDepth: grant.maxChainDepth ?? 0, maxConcurrentSessions: grant.maxConcurrentSessions },
        isDpopBound: asked.isDpopBound,
      },
      ...access,
    },
    concerned: concernedOf(grant),
    isFirstOfPair,
  }
}

export async function readRulesSubject(ctx: Context, row: Row): Promise<ItemSubject> {
  const { rules, proposal } = await readProposal(ctx, row.subjectId)
  const title = `${rules.kind === 'approvals' ? 'Approval rules' : 'Guardrails'}, version ${rules.version}`
  return {
    item: {
      ...{ kind: 'policy', change: null, title, rules, proposal, purpose: proposal.note, ticket: null },
      ...{ grant: null, actor: null, principal: null, client: null, terms: null, before: null, measure: null },
      ...{ asked: [], details: [], children: [], overlaps: [], context: null, sessionId: null, endsWithTicket: false },
      ...{ history: null, similar: null },
    },
    concerned: { principalId: null, actorId: null, actorOwnerId: null },
    isFirstOfPair: false,
  }
}
