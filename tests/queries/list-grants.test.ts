import { describe, expect, it } from 'vitest'
import { grantListInput } from '@/lib/domain/grant-filter'
import { countGrantViews } from '@/lib/queries/count-grant-views'
import { listGrants } from '@/lib/queries/list-grants'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at } from '@/tests/support/clock'

const input = (params: Record<string, unknown> = {}) => grantListInput.parse(params)
const namesOf = async ({ ctx }: Access, params: Record<string, unknown>) =>
  (await listGrants(ctx, input(params))).rows.map((row) => row.name).toSorted()

describe('listing grants', () => {
  it('shows nothing of another organisation, not even by its ids', async () => {
    const theirs = await createAccess()
    const system = await theirs.system()
    const grant = await theirs.grant({}, [system.id])
    const ours = await createAccess()
    expect((await listGrants(ours.ctx, input({ view: 'all' }))).rows).toEqual([])
    expect((await listGrants(ours.ctx, input({ view: 'all', system: system.publicId }))).rows).toEqual([])
    expect((await listGrants(theirs.ctx, input({ view: 'all' }))).rows[0]?.id).toBe(grant.publicId)
  })

  it('calls a grant past its end expired, whatever its row says', async () => {
    const org = await createAccess()
    await org.grant({ name: 'over', startsAt: at('-2d'), expiresAt: at('-1m') })
    await org.grant({ name: 'standing', expiresAt: at('+1m') })
    expect(await namesOf(org, { view: 'active' })).toEqual(['standing'])
    const ended = await listGrants(org.ctx, input({ view: 'ended' }))
    expect(ended.rows.map((row) => [row.name, row.status])).toEqual([['over', 'expired']])
  })

  it('answers each view with what it says', async () => {
    const org = await createAccess()
    const owner = await org.identity({ kind: 'human' })
    const gone = await org.identity({ kind: 'human', status: 'departed', departedAt: at('-1d') })
    const owned = { ownerId: owner.id, expiresAt: at('+9d') }
    await org.grant({ ...owned, name: 'tight', unusedShare: 0.1 })
    await org.grant({ ...owned, name: 'loose', unusedShare: 0.9 })
    await org.grant({ ...owned, name: 'endless', expiresAt: null })
    await org.grant({ name: 'nobody', expiresAt: at('+9d') })
    await org.grant({ name: 'left', ownerId: gone.id, expiresAt: at('+9d') })
    await org.grant({ ...owned, name: 'seen', origin: 'observed' })
    await org.grant({ ...owned, name: 'stopped', status: 'suspended' })
    await org.grant({ ...owned, name: 'ended', status: 'revoked' })
    expect(await namesOf(org, {})).toEqual(['endless', 'left', 'loose', 'nobody', 'seen', 'tight'])
    expect(await namesOf(org, { view: 'over-scoped' })).toEqual(['loose'])
    expect(await namesOf(org, { view: 'over-scoped', unusedMin: '5' })).toEqual(['loose', 'tight'])
    expect(await namesOf(org, { view: 'never-expiring' })).toEqual(['endless'])
    expect(await namesOf(org, { view: 'unowned' })).toEqual(['left', 'nobody'])
    expect(await namesOf(org, { view: 'observed' })).toEqual(['seen'])
    expect(await namesOf(org, { view: 'ended' })).toEqual(['ended'])
    const counts = await countGrantViews(org.ctx, input({ q: 'lo' }))
    expect(counts).toMatchObject({ active: 6, 'over-scoped': 1, unowned: 2, ended: 1, all: 8, matching: 1 })
  })

  it('keeps the unknown unknown', async () => {
    const org = await createAccess()
    await org.grant({ origin: 'observed', permissionsKnown: false, maxSessionTtlSeconds: null })
    const [row] = (await listGrants(org.ctx, input())).rows
    expect(row).toMatchObject({ breadth: null, usedBreadth: null, unusedShare: null, limit: null, lastUsedAt: null })
  })

  it('names systems, live sessions and open findings of each row', async () => {
    const org = await createAccess()
    const systems = [await org.system({ name: 'warehouse', tier: 1 }), await org.system({ name: 'mail', tier: 3 })]
    const grant = await org.grant(
      { tier: 1, breadth: 90 },
      systems.map(({ id }) => id),
    )
    await org.session({ grantId: grant.id })
    await org.session({ grantId: grant.id, expiresAt: at('-1s'), issuedAt: at('-1h') })
    await org.finding({ subjectKind: 'grant', subjectId: grant.id, severity: 'critical' })
    await org.finding({ subjectKind: 'grant', subjectId: grant.id, status: 'resolved', resolvedAt: at('-1d') })
    const [row] = (await listGrants(org.ctx, input())).rows
    expect(row?.systems.map(({ name }) => name)).toEqual(['warehouse', 'mail'])
    expect(row).toMatchObject({ liveSessions: 1, findings: { critical: 1 }, limit: 45 })
  })

  it.each(['-breadth', 'breadth', 'actor', '-expires', 'lastUsed', '-ttl'])(
    'pages by %s without gap or double, there and back',
    async (sort) => {
      const org = await createAccess()
      for (const breadth of [50, 50, null, 80, 50, null, 10]) await org.grant({ breadth })
      const request = { view: 'all', sort, limit: 3 }
      const one = await listGrants(org.ctx, input(request))
      const two = await listGrants(org.ctx, input({ ...request, after: one.next }))
      const three = await listGrants(org.ctx, input({ ...request, after: two.next }))
      const ids = [one, two, three].flatMap((page) => page.rows.map((row) => row.id))
      expect(new Set(ids).size).toBe(7)
      expect([one.previous, three.next]).toEqual([null, null])
      const back = await listGrants(org.ctx, input({ ...request, before: three.previous }))
      expect(back.rows).toEqual(two.rows)
      const first = await listGrants(org.ctx, input({ ...request, before: back.previous }))
      expect(first.rows).toEqual(one.rows)
      expect(first.previous).toBeNull()
    },
  )

  it('puts what is unknown last, whichever way it is sorted', async () => {
    const org = await createAccess()
    for (const breadth of [null, 20, 70]) await org.grant({ breadth })
    for (const sort of ['breadth', '-breadth']) {
      const { rows } = await listGrants(org.ctx, input({ sort }))
      expect(rows.at(-1)?.breadth).toBeNull()
    }
  })

  it('finds text as it is written, signs included', async () => {
    const org = await createAccess()
    await org.grant({ name: '100% read' })
    await org.grant({ name: '100 reads' })
    expect(await namesOf(org, { q: '100%' })).toEqual(['100% read'])
  })
})
