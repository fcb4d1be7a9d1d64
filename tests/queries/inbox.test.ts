import { describe, expect, it } from 'vitest'
import { askQuestion } from '@/lib/commands/ask-question'
import { decideApproval } from '@/lib/commands/decide-approval'
import { makeOffer } from '@/lib/commands/make-offer'
import { recordApprovalRead } from '@/lib/commands/record-approval-read'
import type { Context, Role } from '@/lib/domain/context'
import { inboxRequest } from '@/lib/domain/inbox-request'
import { fromPublicId, newId, toPublicId } from '@/lib/id'
import { countInbox } from '@/lib/queries/count-inbox'
import { getInboxItem } from '@/lib/queries/get-inbox-item'
import { listInbox } from '@/lib/queries/list-inbox'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'
import { createDeciding, staged, stageOf } from '@/tests/support/deciding-fixture'

const asked = (params: Record<string, unknown> = {}) => inboxRequest.parse(params)

async function member({ db, orgId }: Access, name: string, extra: { roles?: Role[]; identityId?: string } = {}) {
  const id = newId(NOW)
  const { roles = ['approver'], identityId = null } = extra
  await db.member.create({
    data: { orgId, id, email: `${name}@example.com`, name, roles, identityId, joinedAt: NOW },
  })
  const ctx: Context = { orgId, now: NOW, actor: { kind: 'member', memberId: id, name, roles } }
  return { id, ctx }
}

/** An organisation with somebody who has an agent act for them, on a system whose permissions have words. */
async function createScene() {
  const org = await createAccess()
  const person = await org.identity({ kind: 'human', name: 'Release manager', email: 'release@example.com' })
  const owner = await org.identity({ kind: 'human', name: 'Owner', email: 'owner@example.com' })
  const agent = await org.identity({ kind: 'pipeline', name: 'deploy-pipeline', ownerId: owner.id })
  const system = await org.system({ name: 'prod-eu-1', tier: 1 })
  await org.permissions(system.id, { 'deployment:update': 'write', 'config:read': 'read' })
  await org.db.permission.updateMany({
    where: { orgId: org.orgId, key: 'deployment:update' },
    data: { title: 'Roll out a release' },
  })
  const clientId = newId(NOW)
  const proof = { authMethods: ['client_secret_basic'], createdBy: 'test', createdAt: NOW }
  await org.db.client.create({
    data: { orgId: org.orgId, id: clientId, identityId: agent.id, name: 'deploy-ci', ...proof },
  })
  const parties = { principalId: person.id, actorId: agent.id }
  const grantOf = async (status: string) => {
    const grant = await org.grant({ ...parties, name: 'Release checkout', status, requiresSessionApproval: true })
    await org.target(grant.id, system.id, ['deployment:update', 'config:read'])
    return grant
  }
  return { org, person, owner, agent, system, clientId, parties, grantOf }
}
type Scene = Awaited<ReturnType<typeof createScene>>
type Extra = { status?: string; expiresAt?: Date; requestedByMemberId?: string; decidedAt?: Date }

async function question(
  { org, person, agent, owner }: Scene,
  subjectKind: string,
  subjectId: string,
  stored: object,
  extra: Extra = {},
) {
  const id = newId(NOW)
  const rest = { requestedBy: 'deploy-ci', requestedAt: NOW, expiresAt: at('+1h'), status: 'pending', asked: stored }
  const barredIdentityIds = [person.id, agent.id, owner.id]
  await org.db.approval.create({
    data: { orgId: org.orgId, id, subjectKind, subjectId, barredIdentityIds, ...rest, ...extra },
  })
  const stage = { position: 1, name: 'Approver', requiredVotes: 1, eligible: { roles: ['approver'] } }
  await org.db.approvalStage.create({ data: { orgId: org.orgId, approvalId: id, ...stage } })
  return { id, publicId: toPublicId('approval', id) }
}

async function askForSession(scene: Scene, extra: Extra = {}) {
  const { org, person, agent, system, clientId, grantOf } = scene
  const grant = await grantOf('active')
  const stored = {
    ...{ digest: 'd', grantId: grant.id, grantName: 'Release checkout', clientId, parentSessionId: null },
    ...{ principalId: person.id, actorId: agent.id, systemIds: [system.id], audience: ['prod-eu-1'] },
    ...{ permissions: ['deployment:update', 'flag:flip'], authorizationDetails: [], ttlSeconds: 900 },
    ...{ isDpopBound: false, purpose: 'Release 2026.11.2', ticket: 'CHG-4833' },
    context: { verified: { run_id: '4471', sha: 'abc' }, stated: {} },
  }
  const made = await question(scene, 'session', newId(NOW), stored, extra)
  return { ...made, grant, org }
}

async function askForGrant(scene: Scene, extra: Extra = {}) {
  const grant = await scene.grantOf('pending')
  return { ...(await question(scene, 'grant', grant.id, {}, extra)), grant }
}

describe('the inbox', () => {
  it('holds sessions and grants that wait, of the same risk the nearest deadline first', async () => {
    const scene = await createScene()
    const later = await askForGrant(scene, { expiresAt: at('+20h') })
    const sooner = await askForSession(scene)
    const { ctx } = await member(scene.org, 'Amal')
    const { rows } = await listInbox(ctx, 'mine', asked())
    expect(rows.map(({ id, kind }) => [id, kind])).toEqual([
      [sooner.publicId, 'session'],
      [later.publicId, 'grant'],
    ])
    expect(rows[0]).toMatchObject({
      actor: { name: 'deploy-pipeline' },
      principal: { name: 'Release manager' },
      systems: ['prod-eu-1'],
      permissionCount: 2,
      ttlSeconds: 900,
      votes: { given: 0, needed: 1 },
      status: 'pending',
    })
    expect(await countInbox(ctx)).toEqual({ mine: 2, others: 0 })
  })

  it('waits for nobody who asked, is the principal, owns the actor, or is no approver', async () => {
    const scene = await createScene()
    const { org, person, owner } = scene
    const asker = await member(org, 'asker')
    await askForGrant(scene, { requestedByMemberId: asker.id })
    const principal = await member(org, 'Principal', { identityId: person.id })
    const answers = await member(org, 'Answers', { identityId: owner.id })
    const byAddress = await member(org, 'release')
    const manager = await member(org, 'Manager', { roles: ['manager'] })
    for (const { ctx } of [asker, principal, answers, byAddress, manager])
      expect(await countInbox(ctx)).toEqual({ mine: 0, others: 1 })
    const [row] = (await listInbox(principal.ctx, 'others', asked())).rows
    const item = await getInboxItem(principal.ctx, row?.id ?? '')
    expect(item.me.cannotDecide).toMatch(/^This is done in your name/)
    const told = item.votes.cannot.map(({ name, why }) => [name, why])
    expect(told.sort()).toEqual([
      ['Answers', 'owns the actor'],
      ['Principal', 'is the principal'],
      ['asker', 'asked for it'],
      ['release', 'is the principal'],
    ])
    expect(item.votes.stages.map(({ people }) => people)).toEqual([[]])
    expect((await getInboxItem(manager.ctx, row?.id ?? '')).me.cannotDecide).toBe('You are not asked in this stage.')
  })

  it('keeps what was decided or has lapsed apart from what waits', async () => {
    const scene = await createScene()
    await askForSession(scene, { status: 'denied', decidedAt: NOW })
    await askForSession(scene, { expiresAt: at('-1m') })
    await askForGrant(scene, { status: 'approved', decidedAt: at('-2d') })
    const { ctx } = await member(scene.org, 'Amal')
    expect(await countInbox(ctx)).toEqual({ mine: 0, others: 0 })
    const { rows } = await listInbox(ctx, 'decided', asked())
    expect(rows.map(({ status }) => status).sort()).toEqual(['approved', 'denied', 'lapsed'])
    for (const row of rows)
      expect((await getInboxItem(ctx, row.id)).me.cannotDecide).toBe(`This request is ${row.status}.`)
  })

  it('pages by urgency, without gap or double', async () => {
    const scene = await createScene()
    for (let hour = 5; hour >= 1; hour--) await askForGrant(scene, { expiresAt: at(`+${hour}h`) })
    const { ctx } = await member(scene.org, 'Amal')
    const one = await listInbox(ctx, 'mine', asked({ limit: 2 }))
    const two = await listInbox(ctx, 'mine', asked({ limit: 2, after: one.next ?? undefined }))
    const three = await listInbox(ctx, 'mine', asked({ limit: 2, after: two.next ?? undefined }))
    const deadlines = [one, two, three].flatMap((page) => page.rows.map((row) => row.expiresAt))
    expect(deadlines).toEqual([1, 2, 3, 4, 5].map((hour) => at(`+${hour}h`)))
    expect([one.previous, three.next]).toEqual([null, null])
  })

  it('shows nothing of another organisation', async () => {
    const scene = await createScene()
    const { publicId } = await askForSession(scene)
    const { ctx } = await member(await createAccess(), 'Eve')
    expect((await listInbox(ctx, 'mine', asked())).rows).toEqual([])
    expect(await countInbox(ctx)).toEqual({ mine: 0, others: 0 })
    await expect(getInboxItem(ctx, publicId)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a question', () => {
  it('about a session tells what it may do, of which run, and what was done with it before', async () => {
    const scene = await createScene()
    const { org, system, parties } = scene
    const { publicId, grant } = await askForSession(scene)
    const life = { grantId: grant.id, systemId: system.id, ...parties, issuedAt: at('-1h'), expiresAt: at('-30m') }
    const past = { ...life, startsAt: at('-1h'), lastUsedAt: at('-54m'), usedCount: 1, grantedCount: 2 }
    const first = await org.session({ ...past, status: 'expired' })
    await org.session({ ...past, status: 'expired', lastUsedAt: null, usedCount: 0 })
    await org.use(first.id, system.id, 'deployment:update', { allowed: 3 })
    const { ctx } = await member(org, 'Amal')
    const item = await getInboxItem(ctx, publicId)
    expect(item).toMatchObject({
      kind: 'session',
      status: 'pending',
      client: { name: 'deploy-ci' },
      purpose: 'Release 2026.11.2',
      ticket: 'CHG-4833',
      context: { verified: { run_id: '4471', sha: 'abc' } },
      me: { cannotDecide: null, mayOffer: true, isConsent: false },
      history: {
        more: false,
        live: 0,
        sessions: [{ neededSeconds: null }, { allowedSeconds: 1800, neededSeconds: 360 }],
      },
    })
    expect(item.asked).toMatchObject([
      {
        system: { name: 'prod-eu-1', tier: 1 },
        permissions: [
          { key: 'deployment:update', title: 'Roll out a release', accessLevel: 'write', usedIn: 1 },
          { key: 'flag:flip', title: null, accessLevel: null, usedIn: 0 },
        ],
      },
    ])
  })

  it('about a grant tells its bounds and what the same two did under others', async () => {
    const scene = await createScene()
    const { org, system, parties } = scene
    const { publicId } = await askForGrant(scene)
    await org.session({ ...parties, systemId: system.id })
    const { ctx } = await member(org, 'Amal')
    expect(await getInboxItem(ctx, publicId)).toMatchObject({
      kind: 'grant',
      client: null,
      context: null,
      terms: { ttlSeconds: 3600, endsAt: null },
      asked: [{ system: { name: 'prod-eu-1' }, permissions: [{ accessLevel: 'write' }, { accessLevel: 'read' }] }],
      history: { live: 1, sessions: [{ allowedSeconds: 3600 }] },
      me: { cannotDecide: null, mayOffer: true, isConsent: false },
    })
  })
})

describe('the order of an inbox', () => {
  it('puts what is risky first, and of the same band the nearest deadline', async () => {
    const scene = await createScene()
    const make = async (risk: number, hours: number) => {
      const { id, publicId } = await askForGrant(scene, { expiresAt: at(`+${hours}h`) })
      await scene.org.db.approval.update({ where: { orgId_id: { orgId: scene.org.orgId, id } }, data: { risk } })
      return publicId
    }
    const [low, high, sooner] = [await make(10, 1), await make(80, 20), await make(99, 2)]
    const { ctx } = await member(scene.org, 'Amal')
    const { rows } = await listInbox(ctx, 'mine', asked())
    expect(rows.map(({ id }) => id)).toEqual([sooner, high, low])
  })
})

describe('the inbox and the command', () => {
  it('agree on whose turn it is: what waits for somebody they can decide, and nothing else', async () => {
    const org = await createDeciding()
    const [first, second] = [await org.group('First'), await org.group('Second')]
    await org.rules(staged(stageOf(2, first), stageOf(1, second)))
    const people = {
      inFirst: await org.person('In first', { groups: [first] }),
      inBoth: await org.person('In both', { groups: [first, second] }),
      away: await org.person('Away', { groups: [second] }),
      substitute: await org.person('Substitute', { roles: ['reviewer'] }),
      principal: await org.person('Ines', { groups: [first], identityId: org.principalId }),
      asker: await org.person('Asker', { groups: [first, second] }),
      outside: await org.person('Outside'),
    }
    await org.away(people.away.memberId, people.substitute.memberId)
    const { approvalId } = await org.ask({}, people.asker.ctx)
    const waitsFor = async () => {
      const counted = Object.entries(people).map(async ([name, { ctx }]) => {
        const { mine } = await countInbox(ctx)
        const { me } = await getInboxItem(ctx, approvalId)
        const [row] = (await listInbox(ctx, mine ? 'mine' : 'others', asked())).rows
        expect([name, me.cannotDecide === null, row?.hindrance === null]).toEqual([name, mine === 1, mine === 1])
        return mine === 1 ? [name] : []
      })
      return (await Promise.all(counted)).flat()
    }
    const vote = (ctx: Context, onBehalfOf?: string) =>
      decideApproval(ctx, { approvalId, vote: 'approve', comment: 'Looked at.', onBehalfOf })
    // First the principal agrees.
    expect(await waitsFor()).toEqual(['principal'])
    await vote(people.principal.ctx)
    expect(await waitsFor()).toEqual(['inFirst', 'inBoth'])
    await vote(people.inFirst.ctx)
    expect(await waitsFor()).toEqual(['inBoth'])
    await vote(people.inBoth.ctx)
    expect(await waitsFor()).toEqual(['away', 'substitute'])
    const { me, votes } = await getInboxItem(people.substitute.ctx, approvalId)
    expect(me.inPlaceOf).toEqual([{ id: people.away.id, name: 'Away' }])
    expect(votes.stages.at(-1)?.people).toMatchObject([
      { name: 'Away', vote: null, awayUntil: expect.any(Date), substitutes: ['Substitute'] },
    ])
    expect(await vote(people.substitute.ctx, people.away.id)).toEqual({ status: 'approved' })
  })

  it('agree on it however somebody has come to be concerned since it was asked', async () => {
    const org = await createDeciding()
    await org.rules(staged(stageOf(1)))
    const human = (name: string) => org.identity({ kind: 'human', name })
    const ids = { linked: await human('Linked'), owner: await human('Owner'), chain: await human('Chain') }
    const [lunch, agentId] = [await org.group('Lunch'), await org.identity({ name: 'second agent' })]
    const free = await org.person('Free')
    const people = {
      linked: await org.person('Linked'),
      account: await org.person('Account'),
      chained: await org.person('Chained', { identityId: ids.chain }),
      owner: await org.person('Owner', { identityId: ids.owner }),
      inTeam: await org.person('In team', { groups: [lunch] }),
    }
    const asker = await org.person('Asker')
    const { approvalId } = await org.ask({}, asker.ctx)
    const answers = async (ctx: Context) => {
      const { mine } = await countInbox(ctx)
      const [row] = (await listInbox(ctx, mine ? 'mine' : 'others', asked())).rows
      const { me } = await getInboxItem(ctx, approvalId)
      return [mine === 1, row?.hindrance === null, me.cannotDecide === null]
    }
    for (const { ctx } of Object.values(people)) expect(await answers(ctx)).toEqual([true, true, true])
    const uuid = (id: string) => fromPublicId('identity', id)
    await org.write(async (tx) => {
      const { orgId } = org
      const link = (memberId: string, identityId: string) =>
        tx.member.update({ where: { orgId_id: { orgId, id: memberId } }, data: { identityId: uuid(identityId) } })
      await link(people.linked.memberId, org.principalId)
      await link(asker.memberId, ids.linked)
      await link(people.account.memberId, ids.linked)
      const teamId = newId(NOW)
      const seen = { orgId, firstSeenAt: NOW, createdAt: NOW }
      await tx.identity.create({ data: { ...seen, id: teamId, kind: 'team', name: 'lunch' } })
      await tx.identity.update({ where: { orgId_id: { orgId, id: uuid(org.actorId) } }, data: { ownerId: teamId } })
      await tx.identity.update({
        where: { orgId_id: { orgId, id: uuid(agentId) } },
        data: { ownerId: uuid(ids.owner) },
      })
      const event = { action: 'member.added', subjectKind: 'member', subjectId: asker.memberId } as const
      return { result: null, events: [event] as const }
    })
    // By a chain: the actor of what is asked has the second agent act for it, and that one a person.
    await org.decide(free.ctx, await org.request({ principalId: org.actorId, actorId: agentId }))
    await org.decide(free.ctx, await org.request({ principalId: agentId, actorId: ids.chain }))
    for (const [name, { ctx }] of Object.entries(people)) {
      expect([name, ...(await answers(ctx))]).toEqual([name, false, false, false])
      const vote = decideApproval(ctx, { approvalId, vote: 'approve', comment: 'Looked at.' })
      await expect(vote).rejects.toMatchObject({ code: 'self_approval' })
    }
    expect(await answers(free.ctx)).toEqual([true, true, true])
  })

  it('tells what is offered, asked, opened and changed, and under which rules', async () => {
    const org = await createDeciding()
    await org.rules(staged(stageOf(2)))
    const [one, two] = [await org.person('One'), await org.person('Two')]
    const { approvalId } = await org.ask()
    await recordApprovalRead(two.ctx, { approvalId })
    await askQuestion(one.ctx, { approvalId, body: 'Why for a month?' })
    await makeOffer(one.ctx, { approvalId, terms: { maxSessionTtlSeconds: 900 }, note: 'Less is enough.' })
    await org.rules(staged(stageOf(1)))
    const item = await getInboxItem(one.ctx, approvalId)
    expect(item).toMatchObject({
      ruled: { version: 1, current: 2 },
      offers: [{ status: 'offered', by: 'One', isReaders: true, lines: ['sessions of 15 min, not 60 min'] }],
      notes: [{ kind: 'question', by: 'One', body: 'Why for a month?' }],
      me: { mayOffer: false, mayAsk: true, mayAnswer: false },
      asked: [{ permissions: [{ key: 'case:list', delta: 'new' }, { key: 'case:read' }] }],
    })
    expect(item.worth.map(({ id }) => id)).toContain('rules-changed')
    const opened = item.votes.stages[0]?.people.map(({ name, openedAt }) => [name, openedAt !== null])
    expect(opened).toEqual([
      ['One', false],
      ['approver', false],
      ['Two', true],
    ])
    expect((await getInboxItem(org.as('admin'), approvalId)).me).toMatchObject({ isRequester: true, mayAnswer: true })
  })
})
