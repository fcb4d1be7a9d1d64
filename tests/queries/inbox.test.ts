import { describe, expect, it } from 'vitest'
import type { Context, Role } from '@/lib/domain/context'
import { inboxRequest } from '@/lib/domain/inbox'
import { newId, toPublicId } from '@/lib/id'
import { countInbox } from '@/lib/queries/count-inbox'
import { getInboxItem } from '@/lib/queries/get-inbox-item'
import { listInbox } from '@/lib/queries/list-inbox'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

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
  it('holds sessions and grants that wait, the nearest deadline first', async () => {
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
    expect(item.cannotDecide).toBe('Whoever is concerned cannot decide.')
    const told = item.deciders.map(({ name, hindrance }) => [name, hindrance])
    expect(told).toEqual([
      ['Answers', 'is concerned'],
      ['asker', 'asked for it'],
      ['Principal', 'is concerned'],
      ['release', 'is concerned'],
    ])
    expect((await getInboxItem(manager.ctx, row?.id ?? '')).cannotDecide).toMatch(/not among those who are asked/)
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
      expect((await getInboxItem(ctx, row.id)).cannotDecide).toBe(`This request is ${row.status}.`)
  })

  it('pages by deadline, without gap or double', async () => {
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
      cannotDecide: null,
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
      ttlSeconds: 3600,
      asked: [{ system: { name: 'prod-eu-1' }, permissions: [{ accessLevel: 'write' }, { accessLevel: 'read' }] }],
      history: { live: 1, sessions: [{ allowedSeconds: 3600 }] },
      cannotDecide: null,
    })
  })
})
