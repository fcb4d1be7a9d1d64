import { createHash, randomBytes } from 'node:crypto'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { commitSession, type SessionDraft } from '@/lib/commands/commit-session'
import { departIdentity } from '@/lib/commands/depart-identity'
import { recordRefusal } from '@/lib/commands/record-refusal'
import { revokeGrant } from '@/lib/commands/revoke-grant'
import { revokeSessions, revokeSessionsInput } from '@/lib/commands/revoke-sessions'
import { suspendGrant } from '@/lib/commands/suspend-grant'
import { mutate, reader, type Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { fromPublicId, newId, toPublicId } from '@/lib/id'
import { findTokenSession } from '@/lib/queries/find-token-session'
import { listIssuableGrants } from '@/lib/queries/list-issuable-grants'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'
import { sessionDraft } from '@/tests/support/session-draft'

const reason = 'Agreed with its owner.'

/** A grant as the token service reads it. */
async function readGrant(org: Organisation, grantId: string, actorId = org.actorId) {
  const asked = { grantId: fromPublicId('grant', grantId), actorId: fromPublicId('identity', actorId) }
  const [grant] = await listIssuableGrants(org.remit(), asked)
  if (!grant) throw new Error('there is no such grant')
  return grant
}

async function createDrafts(bounds: Parameters<Organisation['grant']>[0] = {}) {
  const org = await createLifecycle()
  const grantId = await org.grant(bounds)
  const grant = await readGrant(org, grantId)
  const draft = (over: Partial<SessionDraft> = {}) => sessionDraft(grant, over)
  return { org, grantId, grant, draft }
}

const change = (org: Organisation, write: (tx: Tx) => Promise<unknown>) =>
  mutate(org.remit(), async (tx) => {
    await write(tx)
    return { result: null, events: [{ action: 'client.changed', subjectKind: 'client', subjectId: org.orgId }] }
  })

async function createClient(org: Organisation, status = 'active'): Promise<Context & { clientId: string }> {
  const id = newId(NOW)
  const identityId = fromPublicId('identity', org.actorId)
  const rest = { name: 'ci', authMethods: ['private_key_jwt'], createdBy: 'test', createdAt: NOW }
  const disabledAt = status === 'disabled' ? NOW : null
  await change(org, (tx) =>
    tx.client.create({ data: { orgId: org.orgId, id, identityId, status, disabledAt, ...rest } }),
  )
  return { orgId: org.orgId, now: NOW, clientId: id, actor: { kind: 'client', clientId: id, name: 'ci' } }
}

const sessionsOf = (org: Organisation) => reader().delegatedSession.findMany({ where: { orgId: org.orgId } })

/** A connection of its own, as another instance has. */
async function withConnections<T>(count: number, run: (clients: pg.Client[]) => Promise<T>): Promise<T> {
  const clients = Array.from({ length: count }, () => new pg.Client({ connectionString: process.env.DATABASE_URL }))
  await Promise.all(clients.map((client) => client.connect()))
  try {
    return await run(clients)
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
}

describe('a session that is committed', () => {
  it('has its token, its terms and its measures in its row, and one audit event by the client', async () => {
    const { org, grant, draft } = await createDrafts({ idleTimeoutSeconds: 600 })
    const ctx = await createClient(org)
    const tokenSha256 = createHash('sha256').update('token').digest()
    const claims = { iss: 'https://remit.example.com', scope: 'case:list case:read' }
    const token = { tokenSha256, tokenClaims: claims, tokenKid: 'key', statusNumber: 7n, clientId: ctx.clientId }
    const made = draft({ ...token, purpose: 'Answers', ticket: 'SUP-1', method: 'client-credentials' })
    expect(await commitSession(ctx, made)).toBe('issued')
    const [row] = await sessionsOf(org)
    expect(row).toMatchObject({
      ...{ id: made.id, origin: 'managed', status: 'active', method: 'client-credentials', depth: 0, parentId: null },
      ...{ grantId: grant.id, principalId: grant.principal.id, actorId: grant.actor.id, clientId: ctx.clientId },
      ...{ systemId: fromPublicId('system', org.systemId), otherSystemIds: [], idleTimeoutSeconds: 600 },
      ...{ issuedAt: NOW, startsAt: NOW, expiresAt: at('+1h'), purpose: 'Answers', ticket: 'SUP-1' },
      ...{ tokenClaims: claims, tokenKid: 'key', statusNumber: 7n },
      ...{ tier: 2, grantedCount: 2, usedCount: 0, unusedShare: 1, isOverLimit: false },
    })
    expect(Buffer.from(row?.tokenSha256 ?? []).equals(tokenSha256)).toBe(true)
    expect(row?.breadth).toBeGreaterThan(0)
    const set = await reader().permissionSet.findFirstOrThrow({
      where: { orgId: org.orgId, id: row?.permissionSetId ?? '' },
    })
    expect(set.permissions).toEqual(['case:list', 'case:read'])
    expect(await org.readEvents('session.issued')).toMatchObject([
      { subjectId: made.id, actorKind: 'client', actorId: ctx.clientId, actorName: 'ci', at: NOW },
    ])
  })

  it('on several systems is as critical as the most critical of them, and as broad as all together', async () => {
    const org = await createLifecycle()
    const critical = await org.system({ name: 'payments', tier: 1 })
    const targets = [org.systemId, critical].map((systemId) => ({ systemId, permissions: ['case:read'] }))
    const grant = await readGrant(org, await org.grant({ targets }))
    const systemIds = [org.systemId, critical].map((id) => fromPublicId('system', id))
    const terms = { ...sessionDraft(grant).terms, systemIds, permissions: ['case:read'] }
    expect(await commitSession(org.remit(), sessionDraft(grant, { terms }))).toBe('issued')
    const [row] = await sessionsOf(org)
    expect(row).toMatchObject({ systemId: systemIds[0], otherSystemIds: [systemIds[1]], tier: 1, grantedCount: 2 })
  })

  it('among a hundred of one moment is what it was meant to be, and a bad one takes no other with it', async () => {
    const { org, draft } = await createDrafts()
    const drafts = Array.from({ length: 120 }, (_, index) => draft({ purpose: `purpose ${index}` }))
    const [, bad] = drafts
    if (bad) bad.statusNumber = 2n ** 70n
    const outcomes = await Promise.allSettled(drafts.map((each) => commitSession(org.remit(), each)))
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    const purposes = new Map((await sessionsOf(org)).map((row) => [row.id, row.purpose]))
    expect(purposes.size).toBe(119)
    for (const each of drafts) if (each !== bad) expect(purposes.get(each.id)).toBe(each.purpose)
    expect(await org.readEvents('session.issued')).toHaveLength(119)
  })

  it('may carry what a client sent, whatever that is', async () => {
    const { org, grant, draft } = await createDrafts()
    const odd = 'a\0b\ud800c'
    expect(await commitSession(org.remit(), draft({ purpose: odd, tokenClaims: { odd } }))).toBe('issued')
    const ids = { actorId: grant.actor.id, principalId: null, grantId: null, systemId: null }
    const asked = { parentSessionId: null, clientId: null, requested: { scope: odd } }
    await recordRefusal(org.remit(), { ...ids, ...asked, refusals: [{ code: 'invalid_scope', message: odd }] })
    expect(await org.readEvents('session.refused')).toMatchObject([
      { subjectKind: 'identity', subjectId: grant.actor.id, subjectName: 'support-agent' },
    ])
  })

  it('exists with its audit event or not at all', async () => {
    const { org, draft } = await createDrafts()
    await commitSession(org.remit(), draft())
    const [event] = await org.readEvents('session.issued')
    const [row] = await sessionsOf(org)
    const again = { ...row, n: 0, id: newId(NOW), at: NOW, event_id: event?.id, other_system_ids: [] }
    const named = Object.entries(again).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      typeof value === 'bigint' ? value.toString() : value,
    ])
    const actor = { event_actor_kind: 'system', event_actor_id: 'x', event_actor_name: 'x', event_data: {} }
    const drafts = JSON.stringify([{ ...Object.fromEntries(named), ...actor, status_number: null, token_sha256: null }])
    await withConnections(1, async ([client]) => {
      const run = client?.query(`select * from issue_sessions($1, '{}', '{}')`, [drafts])
      await expect(run).rejects.toMatchObject({ constraint: expect.stringContaining('audit_events') })
    })
    expect(await sessionsOf(org)).toHaveLength(1)
  })
})

type Made = Awaited<ReturnType<typeof createDrafts>>
const setIdentity = (org: Organisation, publicId: string, status: string) =>
  change(org, (tx) =>
    tx.identity.update({
      where: { orgId_id: { orgId: org.orgId, id: fromPublicId('identity', publicId) } },
      data: { status, departedAt: status === 'departed' ? NOW : null },
    }),
  )

describe('a session is not committed once', () => {
  it.each<[string, string, (made: Made) => Promise<Partial<SessionDraft> | undefined>]>([
    [
      'grant-not-active',
      'its grant is revoked',
      async ({ org, grantId }) => void (await revokeGrant(org.as('reviewer'), { grantId, reason })),
    ],
    [
      'grant-not-active',
      'its grant is suspended',
      async ({ org, grantId }) => void (await suspendGrant(org.as('reviewer'), { grantId, reason })),
    ],
    [
      'principal-not-active',
      'its principal is suspended',
      async ({ org }) => void (await setIdentity(org, org.principalId, 'suspended')),
    ],
    [
      'principal-not-active',
      'its principal has departed',
      async ({ org }) => void (await departIdentity(org.as('admin'), { identityId: org.principalId, reason })),
    ],
    [
      'actor-not-active',
      'its actor is suspended',
      async ({ org }) => void (await setIdentity(org, org.actorId, 'suspended')),
    ],
    [
      'client-not-active',
      'its client is disabled',
      async ({ org }) => ({ clientId: (await createClient(org, 'disabled')).clientId }),
    ],
    ['client-not-active', 'its client is of nobody', async () => ({ clientId: newId(NOW) })],
    [
      'parent-not-active',
      'its parent is revoked',
      async ({ org, grantId }) => {
        const parent = await org.session(grantId, { ttlSeconds: 3600 })
        await revokeSessions(org.as('reviewer'), revokeSessionsInput.parse({ sessionIds: [parent], reason }))
        return { parentId: fromPublicId('session', parent) }
      },
    ],
    [
      'parent-not-active',
      'its parent would end before it',
      async ({ org, grantId }) => ({
        parentId: fromPublicId('session', await org.session(grantId, { ttlSeconds: 60 })),
      }),
    ],
    ['parent-not-active', 'its parent is not there', async () => ({ parentId: newId(NOW) })],
    ['needs-approval', 'nobody has approved it', async () => ({ approvalId: newId(NOW) })],
  ])('%s: %s', async (code, _, prepare) => {
    const made = await createDrafts()
    const draft = made.draft(await prepare(made))
    expect(await commitSession(made.org.remit(), draft)).toMatchObject({ code })
    expect((await sessionsOf(made.org)).map(({ id }) => id)).not.toContain(draft.id)
    expect((await made.org.readEvents('session.issued')).map(({ subjectId }) => subjectId)).not.toContain(draft.id)
  })

  it('its approval has given its one session', async () => {
    const { org, draft } = await createDrafts({ requiresSessionApproval: true })
    const approvalId = newId(NOW)
    const first = draft({ approvalId })
    const rest = { subjectKind: 'session', subjectId: first.id, status: 'approved', requestedBy: 'ci' }
    const times = { requestedAt: NOW, expiresAt: at('+1h'), decidedAt: NOW }
    await change(org, (tx) => tx.approval.create({ data: { orgId: org.orgId, id: approvalId, ...rest, ...times } }))
    expect(await commitSession(org.remit(), draft({ approvalId }))).toMatchObject({ code: 'needs-approval' })
    const outcomes = await Promise.all([first, first, first].map((each) => commitSession(org.remit(), each)))
    expect(outcomes.filter((outcome) => outcome === 'issued')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome !== 'issued')).toMatchObject([
      { code: 'already-issued' },
      { code: 'already-issued' },
    ])
    expect(await org.readEvents('session.issued')).toHaveLength(1)
  })

  it('the organisation is another', async () => {
    const { draft } = await createDrafts()
    const other = await createLifecycle()
    await expect(commitSession(other.remit(), draft())).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('at once', () => {
  const breathe = () => new Promise((resolve) => setImmediate(resolve))

  it('only as many are issued as the grant allows, however many ask and however they arrive', async () => {
    const { org, draft } = await createDrafts({ maxConcurrentSessions: 3 })
    const asked: Promise<unknown>[] = []
    for (let wave = 0; wave < 20; wave++) {
      for (let index = 0; index < 3; index++) asked.push(commitSession(org.remit(), draft()))
      await breathe()
    }
    const outcomes = await Promise.all(asked)
    expect(outcomes.filter((outcome) => outcome === 'issued')).toHaveLength(3)
    expect(outcomes.filter((outcome) => outcome !== 'issued')).toMatchObject(
      Array(57).fill({ code: 'too-many-sessions' }),
    )
    expect(await sessionsOf(org)).toHaveLength(3)
    expect(await org.readEvents('session.issued')).toHaveLength(3)
  })

  it('also where they ask several instances', async () => {
    const { org, grant, draft } = await createDrafts({ maxConcurrentSessions: 3 })
    await commitSession(org.remit(), draft())
    const [first] = await sessionsOf(org)
    const drafts = (count: number) =>
      JSON.stringify(
        Array.from({ length: count }, (_, n) => ({
          ...{ n, org_id: org.orgId, id: newId(NOW), at: NOW, expires_at: at('+1h'), grant_id: grant.id, depth: 0 },
          ...{ principal_id: grant.principal.id, actor_id: grant.actor.id, system_id: first?.systemId },
          ...{ other_system_ids: [], permission_set_id: first?.permissionSetId, tier: 2, is_over_limit: false },
          ...{ event_id: newId(NOW), event_actor_kind: 'system', event_actor_id: 'x', event_actor_name: 'x' },
          event_data: {},
        })),
      )
    const call = `select * from issue_sessions($1, $2, $3)`
    await withConnections(6, async (clients) => {
      const runs = clients.map((client) => client.query(call, [drafts(4), [org.orgId], [grant.id]]))
      const rows = (await Promise.all(runs)).flatMap((result) => result.rows as { refusal: string | null }[])
      expect(rows.filter(({ refusal }) => refusal === null)).toHaveLength(2)
    })
    expect(await sessionsOf(org)).toHaveLength(3)
  })

  it('a place that is free again, because a session ended or lies idle, is given again', async () => {
    const { org, grantId, draft } = await createDrafts({ maxConcurrentSessions: 1, idleTimeoutSeconds: 60 })
    expect(await commitSession(org.remit(), draft())).toBe('issued')
    expect(await commitSession(org.remit(at('+59s')), draft())).toMatchObject({ code: 'too-many-sessions' })
    expect((await readGrant(org, grantId)).liveSessions).toBe(1)
    const later = { ...draft().terms, expiresAt: at('+2h') }
    expect(await commitSession(org.remit(at('+60s')), draft({ terms: later }))).toBe('issued')
  })

  it('a revocation of the grant leaves no session that introspection would call active', async () => {
    const { org, grantId, draft } = await createDrafts()
    const asked: Promise<unknown>[] = []
    const tokens = new Map<string, string>()
    const ask = () => {
      const tokenSha256 = createHash('sha256').update(randomBytes(16)).digest()
      const made = draft({ tokenSha256 })
      tokens.set(made.id, tokenSha256.toString('hex'))
      asked.push(commitSession(org.remit(), made))
    }
    for (let wave = 0; wave < 5; wave++) {
      ask()
      await breathe()
    }
    const revoking = revokeGrant(org.as('reviewer'), { grantId, reason })
    for (let wave = 0; wave < 40; wave++) {
      ask()
      await breathe()
    }
    await revoking
    ask()
    const outcomes = await Promise.all(asked)
    expect(outcomes.at(-1)).toMatchObject({ code: 'grant-not-active' })
    for (const [sessionId, tokenSha256] of tokens) {
      const found = await findTokenSession(org.remit(), { sessionId, tokenSha256 })
      expect(found?.isActive ?? false).toBe(false)
    }
  })
})

describe('grants that may be meant', () => {
  it('are those of the actor, for the principal that is named, whatever their state', async () => {
    const { org, grantId } = await createDrafts()
    const ended = await org.grant({ name: 'ended' })
    await revokeGrant(org.as('reviewer'), { grantId: ended, reason })
    const other = await org.grantToAnother()
    const nora = await org.identity({ kind: 'human', name: 'Nora' })
    const forNora = await org.grant({ name: 'for Nora', principalId: nora })
    const actorId = fromPublicId('identity', org.actorId)
    const list = async (over: { grantId?: string; principalId?: string }) =>
      (await listIssuableGrants(org.remit(), { actorId, ...over })).map(({ id }) => toPublicId('grant', id))
    expect(new Set(await list({}))).toEqual(new Set([grantId, ended, forNora]))
    expect((await list({})).at(-1)).toBe(ended)
    expect(await list({ principalId: fromPublicId('identity', nora) })).toEqual([forNora])
    expect(await list({ grantId: fromPublicId('grant', ended) })).toEqual([ended])
    expect(await list({ grantId: fromPublicId('grant', other) })).toEqual([])
  })
})
