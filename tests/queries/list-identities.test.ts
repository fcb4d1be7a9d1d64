import { describe, expect, it } from 'vitest'
import { identityListInput } from '@/lib/domain/identity-filter'
import { countIdentityViews } from '@/lib/queries/count-identity-views'
import { getIdentity } from '@/lib/queries/get-identity'
import { listIdentities } from '@/lib/queries/list-identities'
import { createAccess } from '@/tests/support/access-fixture'
import { at } from '@/tests/support/clock'

const input = (params: Record<string, unknown> = {}) => identityListInput.parse(params)

describe('listing identities', () => {
  it('shows nothing of another organisation', async () => {
    const theirs = await createAccess()
    const identity = await theirs.identity()
    const ours = await createAccess()
    expect((await listIdentities(ours.ctx, input())).rows).toEqual([])
    await expect(getIdentity(ours.ctx, identity.publicId)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('calls unowned what somebody must answer for and nobody who is here does', async () => {
    const org = await createAccess()
    const here = await org.identity({ kind: 'human', name: 'here' })
    const left = await org.identity({ kind: 'human', name: 'left', status: 'departed', departedAt: at('-1d') })
    await org.identity({ name: 'owned', ownerId: here.id })
    await org.identity({ name: 'orphan', ownerId: left.id })
    await org.identity({ name: 'nobody', kind: 'agent' })
    await org.identity({ name: 'gone', status: 'departed', departedAt: at('-1d') })
    await org.identity({ name: 'vendor', isThirdParty: true, ownerId: here.id })
    const view = async (name: string) =>
      (await listIdentities(org.ctx, input({ view: name, sort: 'name' }))).rows.map((row) => row.name)
    expect(await view('unowned')).toEqual(['nobody', 'orphan'])
    expect(await view('departed')).toEqual(['gone', 'left'])
    expect(await view('third-party')).toEqual(['vendor'])
    expect(await view('non-human')).toEqual(['gone', 'nobody', 'orphan', 'owned', 'vendor'])
    expect(await countIdentityViews(org.ctx, input({ kind: 'agent' }))).toEqual({
      all: 7,
      'non-human': 5,
      unowned: 2,
      departed: 2,
      'third-party': 1,
      matching: 1,
    })
  })

  it('counts standing grants on either side, live sessions and the broadest of what it may do', async () => {
    const org = await createAccess()
    const [agent, boss] = [
      await org.identity({ kind: 'agent', name: 'agent' }),
      await org.identity({ kind: 'human', name: 'boss' }),
    ]
    const pair = { actorId: agent.id, principalId: boss.id }
    const grant = await org.grant({ ...pair, breadth: 40 })
    await org.grant({ ...pair, breadth: 70, status: 'suspended' })
    await org.grant({ ...pair, breadth: 99, status: 'revoked' })
    await org.session({ ...pair, grantId: grant.id })
    await org.session({ ...pair, status: 'completed', endedAt: at('-1m') })
    const rows = (await listIdentities(org.ctx, input({ sort: 'name' }))).rows
    expect(rows[0]).toMatchObject({ name: 'agent', actsFor: 2, actedFor: 0, liveSessions: 1, breadth: 70 })
    expect(rows[1]).toMatchObject({ name: 'boss', actsFor: 0, actedFor: 2, liveSessions: 0, breadth: null })
  })

  it.each(['-breadth', 'name', '-lastSeen', 'actsFor'])('pages by %s without gap or double', async (sort) => {
    const org = await createAccess()
    for (let made = 0; made < 7; made++) await org.identity({ name: `same ${made % 2}` })
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await listIdentities(org.ctx, input({ sort, limit: 2, after }))
      seen.push(...page.rows.map((row) => row.id))
      after = page.next ?? undefined
    } while (after)
    expect([seen.length, new Set(seen).size]).toEqual([7, 7])
  })
})

describe('findings about identities', () => {
  it('are those about them and about the grants and sessions they act in, each counted once', async () => {
    const org = await createAccess()
    const agent = await org.identity({ kind: 'agent', name: 'agent' })
    const grant = await org.grant({ actorId: agent.id, principalId: agent.id })
    const session = await org.session({ actorId: agent.id })
    const other = await org.grant()
    await org.finding({ subjectKind: 'identity', subjectId: agent.id, severity: 'low' })
    const onGrant = await org.finding({ subjectKind: 'grant', subjectId: grant.id, severity: 'high' })
    await org.finding({ subjectKind: 'session', subjectId: session.id, severity: 'high' })
    await org.finding({ subjectKind: 'grant', subjectId: other.id, severity: 'critical' })
    const [row] = (await listIdentities(org.ctx, input({ q: 'agent' }))).rows
    expect(row?.findings).toEqual({ low: 1, high: 2 })
    const { findings } = await getIdentity(org.ctx, agent.publicId)
    expect(findings.map(({ severity }) => severity)).toEqual(['high', 'high', 'low'])
    expect(findings.map(({ id }) => id)).toContain(onGrant.publicId)
  })

  it('reads the last use of a grant as having been seen', async () => {
    const org = await createAccess()
    const agent = await org.identity({ kind: 'agent', name: 'agent', lastSeenAt: at('-9d') })
    await org.grant({ actorId: agent.id, lastUsedAt: at('-2d'), status: 'revoked' })
    const [row] = (await listIdentities(org.ctx, input({ q: 'agent' }))).rows
    expect(row?.lastSeenAt).toEqual(at('-2d'))
    expect((await getIdentity(org.ctx, agent.publicId)).lastSeenAt).toEqual(at('-2d'))
  })
})

describe('one identity', () => {
  it('shows who acts for it apart from what it acts for', async () => {
    const org = await createAccess()
    const [agent, boss] = [
      await org.identity({ kind: 'agent', name: 'agent' }),
      await org.identity({ kind: 'human', name: 'boss' }),
    ]
    const pair = { actorId: agent.id, principalId: boss.id }
    await org.grant({ ...pair, name: 'upkeep' })
    await org.session(pair)
    const principal = await getIdentity(org.ctx, boss.publicId)
    expect(principal.actedFor).toMatchObject({
      grants: [{ name: 'upkeep' }],
      live: 1,
      sessions: [{ actor: { name: 'agent' } }],
    })
    expect(principal.actsFor).toMatchObject({ grants: [], live: 0 })
    expect((await getIdentity(org.ctx, agent.publicId)).actsFor).toMatchObject({
      grants: [{ name: 'upkeep' }],
      live: 1,
    })
  })

  it('keeps the audit log from those whose role does not show it', async () => {
    const org = await createAccess(['approver'])
    const identity = await org.identity()
    expect((await getIdentity(org.ctx, identity.publicId)).events).toBeNull()
  })
})
