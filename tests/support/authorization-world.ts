import { randomBytes, randomUUID } from 'node:crypto'
import { mutate } from '@/lib/db'
import { approvalPolicy } from '@/lib/domain/approval-policy'
import type { Context, Role } from '@/lib/domain/context'
import { ROLES, systemContext } from '@/lib/domain/context'
import { guardrails } from '@/lib/domain/guardrail'
import type { AskedSession } from '@/lib/domain/session-request'
import { newId, toPublicId } from '@/lib/id'
import { writeDecisionLink } from '@/lib/secrets/decision-link'
import { newEndpointSecret, sealEndpointSecret } from '@/lib/secrets/endpoint-secret'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

/** Stands in every name of a world, so that none can leave it unnoticed. */
export const MARK = 'Zanzibar'

/** An organisation with members only: each role, and each as the context of a caller. */
export async function createMembers() {
  const access = await createAccess()
  const { orgId, db } = access
  const callers = new Map<Role, Context>()
  for (const role of ROLES) {
    const id = newId(NOW)
    await db.member.create({
      data: { orgId, id, email: `${role}@example.com`, name: role, roles: [role], joinedAt: NOW },
    })
    callers.set(role, { orgId, now: NOW, actor: { kind: 'member', memberId: id, name: role, roles: [role] } })
  }
  const as = (role: Role | 'Remit') => callers.get(role as Role) ?? systemContext(orgId, 'test', NOW)
  return { access, orgId, as }
}

type Ids = { id: string; publicId: string }
type Parties = { principalId: string; actorId: string }

async function createGrants(access: Access, parties: Parties, systemId: string) {
  const make = async (status: string, rest: Parameters<Access['grant']>[0] = {}) => {
    const grant = await access.grant({ ...parties, name: `${MARK} ${status}`, status, ...rest })
    await access.target(grant.id, systemId, ['case:read'])
    return grant
  }
  const pending = await make('pending')
  const { orgId, db } = access
  const approvalId = newId(NOW)
  const question = { subjectKind: 'grant', subjectId: pending.id, requestedBy: MARK, requestedAt: NOW }
  await db.approval.create({ data: { orgId, id: approvalId, status: 'pending', expiresAt: at('+1d'), ...question } })
  const stage = {
    position: 1,
    name: 'Approver',
    requiredVotes: 1,
    eligible: { roles: ['reviewer', 'approver', 'manager', 'admin'] },
  }
  await db.approvalStage.create({ data: { orgId, approvalId, ...stage } })
  const expiring = { expiresAt: at('-1m'), startsAt: at('-2d') }
  return {
    active: await make('active'),
    suspended: await make('suspended'),
    pending,
    over: await make('active', expiring),
  }
}

async function createRevocation({ orgId, db }: Access, session: Ids, connectorId: string) {
  const id = newId(NOW)
  const asked = { scope: 'session', scopeId: session.id, requestedBy: MARK, reason: MARK, requestedAt: NOW }
  await db.revocation.create({ data: { orgId, id, status: 'in-progress', mayWorkUntil: at('+1h'), ...asked } })
  await db.delegatedSession.updateMany({ where: { orgId, id: session.id }, data: { revocationId: id } })
  const deliveryId = newId(NOW)
  const hop = { hop: MARK, channel: 'policy', status: 'pending', connectorId, requestedAt: NOW }
  await db.revocationDelivery.create({
    data: { orgId, id: deliveryId, revocationId: id, sessionId: session.id, ...hop },
  })
  return { id, publicId: toPublicId('revocation', id), deliveryId }
}

async function createSource({ orgId, db }: Access) {
  const connectorId = newId(NOW)
  await db.connector.create({ data: { orgId, id: connectorId, kind: 'aws-cloudtrail', name: MARK, createdAt: NOW } })
  const run = { orgId, id: newId(NOW), connectorId, source: MARK, startedBy: MARK, status: 'running', startedAt: NOW }
  await db.ingestRun.create({ data: run })
  return { connectorId, runId: run.id }
}

/** A client with one of everything, and an issuer that it and the person rest on. The hash is no secret's. */
async function createClientOf({ orgId, db }: Access, agent: Ids, person: Ids, systemId: string) {
  const [clientId, secretId, issuerId, federationId] = [newId(NOW), newId(NOW), newId(NOW), newId(NOW)]
  const issuer = `https://${MARK.toLowerCase()}.example.com`
  const [key, made] = [{ orgId, clientId }, { createdAt: NOW }]
  await db.trustedIssuer.create({ data: { orgId, id: issuerId, issuer, name: MARK, audiences: [MARK], ...made } })
  const proof = { authMethods: ['client_secret_basic', 'federated'], scopes: ['case:read'], createdBy: MARK }
  const terms = { ...proof, signingAlg: 'RS256' }
  await db.client.create({ data: { orgId, id: clientId, identityId: agent.id, name: MARK, ...terms, ...made } })
  await db.clientSystem.create({ data: { ...key, systemId } })
  await db.clientSecret.create({ data: { ...key, id: secretId, sha256: new Uint8Array(32), hint: 'ABCD', ...made } })
  const rule = { audience: MARK, conditions: { sub: [MARK] } }
  await db.clientFederation.create({ data: { ...key, id: federationId, issuerId, ...rule, ...made } })
  await db.identitySubject.create({ data: { orgId, issuerId, subject: MARK, identityId: person.id, ...made } })
  const disabledId = newId(NOW)
  const disabled = { status: 'disabled', disabledAt: NOW, name: `${MARK} disabled` }
  await db.client.create({ data: { orgId, id: disabledId, identityId: agent.id, ...proof, ...made, ...disabled } })
  return {
    client: toPublicId('client', clientId),
    clientUuid: clientId,
    issuerUuid: issuerId,
    disabledClient: toPublicId('client', disabledId),
    secret: toPublicId('secret', secretId),
    issuer: toPublicId('issuer', issuerId),
    federation: toPublicId('federation', federationId),
    subject: MARK,
  }
}

/** A session that its client waits for, as people are asked about it. */
async function createSessionRequest({ orgId, db }: Access, about: Omit<AskedSession, keyof typeof UNASKED>) {
  const [id, subjectId] = [newId(NOW), newId(NOW)]
  const asked = { ...UNASKED, ...about }
  const times = { requestedAt: at('-1m'), expiresAt: at('+59m') }
  const kind = { subjectKind: 'session', subjectId, requestedBy: MARK, clientId: about.clientId }
  await db.approval.create({ data: { orgId, id, status: 'pending', ...kind, asked, ...times } })
  const stage = {
    position: 1,
    name: 'Approver',
    requiredVotes: 1,
    eligible: { roles: ['reviewer', 'approver', 'manager', 'admin'] },
  }
  await db.approvalStage.create({ data: { orgId, approvalId: id, ...stage } })
  return { sessionRequest: toPublicId('approval', id), sessionRequestUuid: id, asked: { ...asked, digest: 'another' } }
}

/** The glass as the manager broke it, with a review that is overdue; and a vote that an approver cast. */
async function createHistory(access: Access, parties: Parties, systemId: string, memberId: string) {
  const { orgId, db } = access
  const emergency = { isBreakGlass: true, purpose: MARK, ticket: MARK, startsAt: NOW, expiresAt: at('+30m') }
  const broken = await access.grant({ ...parties, name: `${MARK} broken`, status: 'active', ...emergency })
  await access.target(broken.id, systemId, ['case:read'])
  const review = { grantId: broken.id, openedByMemberId: memberId, dueAt: at('-1m') }
  await db.breakGlassReview.create({ data: { orgId, ...review } })
  const id = newId(NOW)
  const question = { subjectKind: 'grant', subjectId: broken.id, requestedBy: MARK, requestedAt: at('-2h') }
  const over = { status: 'approved', expiresAt: at('+1d'), decidedAt: at('-1h') }
  await db.approval.create({ data: { orgId, id, ...question, ...over } })
  const stage = { approvalId: id, position: 1, name: MARK, requiredVotes: 1, eligible: {} }
  await db.approvalStage.create({ data: { orgId, ...stage } })
  const vote = { approvalId: id, position: 1, memberId, vote: 'approve', votedAt: at('-1h') }
  await db.approvalVote.create({ data: { orgId, ...vote } })
  const responder = await access.identity({ kind: 'human', name: `${MARK} responder`, email: 'approver@example.com' })
  return { broken: broken.publicId, responder: responder.publicId }
}

/** A request of a member's own, with an offer of less that waits for their answer. */
async function createOffered({ orgId, db }: Access, grantId: string, systemId: string, memberId: string) {
  const [id, offerId] = [newId(NOW), newId(NOW)]
  const bounds = { windows: [], maxChainDepth: 0, maxConcurrentSessions: null, idleTimeoutSeconds: null }
  const times = { startsAt: null, expiresAt: at('+1d'), durationSeconds: null, maxSessionTtlSeconds: 900 }
  const targets = [{ systemId, permissions: ['case:read'], resources: [], tenants: [] }]
  const terms = { targets, ...bounds, ...times, requiresSessionApproval: false, requiresDpop: false }
  const question = { subjectKind: 'grant', subjectId: grantId, requestedBy: MARK, requestedAt: NOW }
  const asked = { change: 'extend', terms, before: terms }
  const rest = { requestedByMemberId: memberId, asked, expiresAt: at('+1d') }
  await db.approval.create({ data: { orgId, id, status: 'pending', ...question, ...rest } })
  const stage = { approvalId: id, position: 1, name: MARK, requiredVotes: 1, eligible: {} }
  await db.approvalStage.create({ data: { orgId, ...stage } })
  const offer = { approvalId: id, revision: 1, status: 'offered', keepsVotes: true, note: MARK, offeredAt: NOW }
  const less = { terms: { ...terms, maxSessionTtlSeconds: 600 }, before: terms }
  await db.approvalOffer.create({ data: { orgId, id: offerId, offeredByMemberId: memberId, ...offer, ...less } })
  return { ownRequest: toPublicId('approval', id), offer: toPublicId('offer', offerId) }
}

/** What is a member's own: a draft, and a grant with a session in the name of the person they are, who agreed to it. */
async function createOwn(access: Access, actorId: string, systemId: string, memberId: string, email: string) {
  const { orgId, db } = access
  const self = await access.identity({ kind: 'human', name: `${MARK} self`, email })
  const parties = { principalId: self.id, actorId }
  const bounds = { status: 'active', decidedAt: at('-1d'), requestedByMemberId: memberId, expiresAt: at('+30d') }
  const grant = await access.grant({ ...parties, ...bounds, name: `${MARK} own` })
  await access.target(grant.id, systemId, ['case:read'])
  const session = await access.session({ ...parties, systemId, grantId: grant.id, name: `${MARK} own`, breadth: 2 })
  const [consentId, draftId] = [newId(NOW), newId(NOW)]
  const given = {
    status: 'given',
    basis: 'person',
    basisName: MARK,
    terms: {},
    askedAt: at('-1d'),
    answeredAt: at('-1d'),
  }
  await db.consent.create({ data: { orgId, id: consentId, ...parties, grantId: grant.id, ...given } })
  const times = { createdAt: NOW, updatedAt: NOW }
  await db.grantDraft.create({
    data: { orgId, id: draftId, memberId, name: MARK, content: { purpose: MARK }, ...times },
  })
  const viewId = newId(NOW)
  const view = { list: '/sessions', name: MARK, query: 'q=zanzibar', isShared: true }
  await db.savedView.create({ data: { orgId, id: viewId, memberId, ...view, ...times } })
  const ids = { ownGrant: grant.publicId, ownSession: session.publicId, view: toPublicId('view', viewId) }
  return { ...ids, consent: toPublicId('consent', consentId), draft: toPublicId('draft', draftId) }
}

/** A second admin, one who was deactivated, a group, an absence of the reviewer, rules in force and rules that wait. */
async function createRules({ orgId, db }: Access, adminId: string, reviewerId: string) {
  const [second, gone, groupId, absenceId] = [newId(NOW), newId(NOW), newId(NOW), newId(NOW)]
  const member = { orgId, roles: ['admin'], joinedAt: NOW }
  await db.member.create({ data: { ...member, id: second, email: 'second@example.com', name: MARK } })
  const out = { email: 'gone@example.com', name: `${MARK} gone`, deactivatedAt: NOW }
  await db.member.create({ data: { ...member, id: gone, ...out } })
  await db.memberGroup.create({ data: { orgId, id: groupId, name: MARK, createdAt: NOW } })
  await db.memberGroupMember.create({ data: { orgId, groupId, memberId: second, addedAt: NOW } })
  const days = { startsAt: at('+10d'), endsAt: at('+12d'), reason: MARK, createdBy: MARK, createdAt: NOW }
  await db.approverAbsence.create({
    data: { orgId, id: absenceId, memberId: reviewerId, delegateId: second, ...days },
  })
  const stepUp = { tiers: [1], withinMinutes: 6 }
  const proposed = { kind: 'approvals', note: MARK, proposedByMemberId: adminId, proposedBy: MARK, proposedAt: NOW }
  const [holds, waits, approvalId] = [newId(NOW), newId(NOW), newId(NOW)]
  const version = { orgId, ...proposed, content: approvalPolicy.parse({ stepUp }) }
  await db.policyVersion.create({ data: { ...version, id: holds, version: 1, status: 'active', decidedAt: NOW } })
  await db.policyVersion.create({ data: { ...version, id: waits, version: 2, status: 'pending' } })
  const text = 'forbid (principal, action == Action::"observe", resource) when { context.breadth > 100 };'
  const limits = guardrails.parse({ policies: [{ id: 'limits', name: MARK, text }] })
  const held = { id: newId(NOW), kind: 'guardrails', content: limits, version: 1, status: 'active', decidedAt: NOW }
  await db.policyVersion.create({ data: { ...version, ...held } })
  const question = { subjectKind: 'policy', subjectId: waits, requestedBy: MARK, requestedByMemberId: adminId }
  const asked = { kind: 'approvals', version: 2, basedOn: 1, note: MARK }
  const rest = { status: 'pending', asked, requestedAt: NOW, expiresAt: at('+1d') }
  await db.approval.create({ data: { orgId, id: approvalId, ...question, ...rest } })
  const stage = { approvalId, position: 1, name: MARK, requiredVotes: 1, eligible: { roles: ['admin'] } }
  await db.approvalStage.create({ data: { orgId, ...stage } })
  return {
    secondAdmin: toPublicId('member', second),
    goneMember: toPublicId('member', gone),
    group: toPublicId('group', groupId),
    absence: toPublicId('absence', absenceId),
    proposal: toPublicId('policy', waits),
  }
}

const UNASKED = {
  digest: MARK,
  grantName: MARK,
  parentSessionId: null,
  audience: [MARK],
  permissions: ['case:read'],
  authorizationDetails: [],
  ttlSeconds: 900,
  isDpopBound: false,
  purpose: MARK,
  ticket: null,
  context: { verified: { repository: MARK }, stated: {} },
}

/** A token of the reviewer and one of a service. The hashes are no token's. */
async function createTokens({ orgId, db }: Access, { actor }: Context, identityId: string) {
  const memberId = actor.kind === 'member' ? actor.memberId : null
  const times = { createdBy: MARK, createdAt: NOW, expiresAt: at('+1d') }
  const ids = [newId(NOW), newId(NOW)] as const
  const named = { name: MARK, hint: 'ABCD', scopes: ['access:read'] }
  const rest = () => ({ ...named, sha256: new Uint8Array(randomBytes(32)), ...times })
  await db.apiToken.create({ data: { orgId, id: ids[0], memberId, ...rest() } })
  await db.apiToken.create({ data: { orgId, id: ids[1], identityId, ...rest() } })
  return { token: toPublicId('token', ids[0]) }
}

/** An endpoint that reviews, a message that waits for it, a question it is asked, and a link of a member to decide by. */
async function createMessages({ orgId, db }: Access, subjectId: string, approvalId: string, memberId: string) {
  const [endpointId, messageId, reviewId, linkId] = [newId(NOW), newId(NOW), newId(NOW), newId(NOW)]
  const secretJwe = await sealEndpointSecret(newEndpointSecret())
  const endpoint = { kind: 'reviewer', name: MARK, url: 'https://hooks.example.com/zanzibar', createdBy: MARK }
  await db.endpoint.create({ data: { orgId, id: endpointId, ...endpoint, secretJwe, createdAt: NOW } })
  const message = { key: MARK, kind: 'test', endpointId, memberId, address: MARK, subject: MARK, body: { lead: MARK } }
  await db.message.create({ data: { orgId, id: messageId, ...message, status: 'queued', createdAt: NOW } })
  const question = { subjectKind: 'grant', subjectId, requestedBy: MARK, requestedAt: NOW, expiresAt: at('+1d') }
  const { asked } = await db.approval.findFirstOrThrow({ where: { orgId, subjectId, NOT: { asked: { equals: {} } } } })
  await db.approval.create({ data: { orgId, id: reviewId, status: 'pending', ...question, asked: asked ?? {} } })
  const stage = { approvalId: reviewId, name: MARK, requiredVotes: 1, eligible: {} }
  const terms = { endpointId, waitHours: 1 }
  await db.approvalStage.create({ data: { orgId, ...stage, position: 1, kind: 'reviewer', terms, openedAt: NOW } })
  await db.approvalStage.create({ data: { orgId, ...stage, position: 2 } })
  const link = { approvalId, memberId, expiresAt: at('+1h'), createdAt: NOW }
  await db.decisionLink.create({ data: { orgId, id: linkId, ...link } })
  return {
    ...{ endpoint: toPublicId('endpoint', endpointId), endpointUuid: endpointId, messageUuid: messageId },
    ...{ reviewUuid: reviewId, link: writeDecisionLink(toPublicId('link', linkId)) },
  }
}

export const FIGURES = {
  ...{ liveSessions: 1, overLimit: 0, grantedWeight: 1, usedWeight: 1, unusedShare: 0, openFindings: 1 },
  openBySeverity: { critical: 0, high: 1, medium: 0, low: 0, info: 0 },
  ...{ unownedIdentities: 0, identities: 1, neverExpiring: 0, medianLifetimeSeconds: 60, standingGrants: 1 },
  ...{ revocations: 0, revocationMedianSeconds: null, revocationP95Seconds: null },
}

/** An organisation with one of everything, each named with the mark. Properties are public ids unless they say UUID. */
export async function createWorld() {
  const members = await createMembers()
  const { access, orgId } = members
  const { db } = access
  const person = await access.identity({ kind: 'human', name: `${MARK} person` })
  const agent = await access.identity({ kind: 'agent', name: `${MARK} agent`, ownerId: person.id })
  const systemKey = `${MARK}-${randomUUID()}`
  const sleeper = await access.identity({
    kind: 'agent',
    name: `${MARK} sleeper`,
    status: 'suspended',
    suspendedAt: NOW,
  })
  const system = await access.system({ name: `${MARK} system`, key: systemKey, ownerId: person.id })
  await access.permissions(system.id, { 'case:read': 'read' })
  const parties = { principalId: person.id, actorId: agent.id }
  const grants = await createGrants(access, parties, system.id)
  const { connectorId, runId } = await createSource(access)
  const common = { ...parties, systemId: system.id, name: `${MARK} session`, breadth: 20 }
  const session = await access.session({ ...common, grantId: grants.active.id })
  const locked = await access.session({ ...common, status: 'locked', lockedUntil: at('+30m') })
  const revoking = await access.session({ ...common, origin: 'observed', status: 'revoking', connectorId })
  await access.use(session.id, system.id, 'case:read', { allowed: 3 })
  await access.attempt({ errorCode: MARK, actorId: agent.id, principalId: person.id })
  await access.attempt({ errorCode: 'system-not-granted', errorMessage: MARK, actorId: agent.id })
  const revocation = await createRevocation(access, revoking, connectorId)
  const client = await createClientOf(access, agent, person, system.id)
  const request = await createSessionRequest(access, {
    ...{ principalId: person.id, actorId: agent.id, systemIds: [system.id] },
    ...{ grantId: grants.active.id, clientId: client.clientUuid },
  })
  const { actor } = members.as('manager')
  const history = await createHistory(access, parties, system.id, actor.kind === 'member' ? actor.memberId : '')
  const token = await createTokens(access, members.as('reviewer'), agent.id)
  const finding = await access.finding({
    subjectKind: 'session',
    subjectId: session.id,
    title: MARK,
    systemId: system.id,
  })
  await db.exposureSnapshot.create({ data: { orgId, takenOn: at('-1d'), takenAt: at('-1d'), figures: FIGURES } })
  const subject = { subjectKind: 'session', subjectId: session.id, subjectName: MARK } as const
  await mutate(members.as('Remit'), async () => ({
    result: null,
    events: [{ action: 'session.issued', ...subject, reason: MARK }],
  }))
  const asker = members.as('reviewer').actor
  const askerId = asker.kind === 'member' ? asker.memberId : ''
  const offered = await createOffered(access, grants.active.id, system.id, askerId)
  const own = await createOwn(access, agent.id, system.id, askerId, 'reviewer@example.com')
  const told = await createMessages(access, grants.active.id, request.sessionRequestUuid, askerId)
  const ruler = members.as('admin').actor
  const rules = await createRules(access, ruler.kind === 'member' ? ruler.memberId : '', askerId)
  return {
    ...members,
    ...history,
    ...offered,
    ...own,
    ...rules,
    ...client,
    ...request,
    ...token,
    ...told,
    systemKey,
    ...{ person: person.publicId, agent: agent.publicId, system: system.publicId, finding: finding.publicId },
    ...{ grant: grants.active.publicId, suspended: grants.suspended.publicId, pending: grants.pending.publicId },
    ...{ session: session.publicId, locked: locked.publicId, revoking: revoking.publicId },
    ...{
      revocationUuid: revocation.id,
      deliveryUuid: revocation.deliveryId,
      connectorUuid: connectorId,
      runUuid: runId,
    },
    ...{ findingUuid: finding.id, sessionUuid: session.id, systemUuid: system.id },
    sleeper: sleeper.publicId,
    ...{ agentUuid: agent.id, personUuid: person.id, grantUuid: grants.active.id },
  }
}

export type World = Awaited<ReturnType<typeof createWorld>>

type Db = Access['db']

let tableNames: string[] = []

async function tables(db: Db): Promise<string[]> {
  if (tableNames.length > 0) return tableNames
  const rows = await db.$queryRaw<{ name: string }[]>`
    select c.relname::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
    where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace order by 1`
  tableNames = rows.map((row) => row.name)
  return tableNames
}

/** Every row of an organisation, as text by table. */
export async function everyRow(db: Db, orgId: string): Promise<Record<string, string[]>> {
  const each = (await tables(db)).map(
    (name) => `select '${name}' as name, t::text as row from ${name} t where org_id = '${orgId}'`,
  )
  const own = `select 'organisations', o::text from organisations o where id = '${orgId}'`
  const rows = await db.$queryRawUnsafe<{ name: string; row: string }[]>(
    `${[...each, own].join(' union all ')} order by 1, 2`,
  )
  const byTable: Record<string, string[]> = {}
  for (const { name, row } of rows) byTable[name] = [...(byTable[name] ?? []), row]
  return byTable
}

/** What must not leave an organisation with these rows: its mark, and its ids in both spellings. */
export function secretsOf(rows: Record<string, string[]>): string[] {
  const text = Object.values(rows).flat().join('\n')
  const uuids = new Set(text.match(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g))
  return [MARK, ...[...uuids].flatMap((uuid) => [uuid, toPublicId('session', uuid).slice('ses_'.length)])]
}
