import { describe, expect, it } from 'vitest'
import { systemListInput } from '@/lib/domain/system-filter'
import { getSystem } from '@/lib/queries/get-system'
import { listSystems } from '@/lib/queries/list-systems'
import { createAccess } from '@/tests/support/access-fixture'
import { at } from '@/tests/support/clock'

const input = (params: Record<string, unknown> = {}) => systemListInput.parse(params)

describe('listing systems', () => {
  it('shows nothing of another organisation', async () => {
    const theirs = await createAccess()
    const system = await theirs.system()
    const ours = await createAccess()
    expect((await listSystems(ours.ctx, input())).rows).toEqual([])
    await expect(getSystem(ours.ctx, system.publicId)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('measures what is live on each, and leaves unknown what nothing tells', async () => {
    const org = await createAccess()
    const [busy, idle] = [await org.system({ name: 'busy', tier: 1 }), await org.system({ name: 'idle', tier: 3 })]
    for (const breadth of [10, 20, 90]) await org.session({ systemId: busy.id, breadth, isOverLimit: breadth > 50 })
    await org.session({ systemId: busy.id, breadth: 100, expiresAt: at('-1s'), issuedAt: at('-1h') })
    const { rows, counts } = await listSystems(org.ctx, input({ sort: 'name' }))
    expect(rows[0]).toMatchObject({
      id: busy.publicId,
      sessions: 3,
      overLimit: 1,
      breadthMedian: 20,
      unusedShare: null,
    })
    expect(rows[1]).toMatchObject({ id: idle.publicId, sessions: 0, breadthMedian: null, revocationSeconds: null })
    expect(counts).toMatchObject({ all: 2, 'tier-1': 1, 'over-limit': 1, idle: 1, matching: 2 })
  })

  it('filters by tier, environment and name', async () => {
    const org = await createAccess()
    await org.system({ name: 'Payments', tier: 1 })
    await org.system({ name: 'Sandbox', tier: 3, environment: 'development' })
    const names = async (params: Record<string, string>) =>
      (await listSystems(org.ctx, input(params))).rows.map((row) => row.name)
    expect(await names({ tier: '1,2' })).toEqual(['Payments'])
    expect(await names({ environment: 'development' })).toEqual(['Sandbox'])
    expect(await names({ q: 'PAY' })).toEqual(['Payments'])
  })

  it.each(['-overLimit', 'name', 'life'])('pages by %s without gap or double, there and back', async (sort) => {
    const org = await createAccess()
    for (let made = 0; made < 5; made++) await org.system({ name: `s${made % 2}` })
    const one = await listSystems(org.ctx, input({ sort, limit: 2 }))
    const two = await listSystems(org.ctx, input({ sort, limit: 2, after: one.next }))
    const three = await listSystems(org.ctx, input({ sort, limit: 2, after: two.next }))
    expect(new Set([one, two, three].flatMap((page) => page.rows.map((row) => row.id))).size).toBe(5)
    expect([one.previous, three.next]).toEqual([null, null])
    expect((await listSystems(org.ctx, input({ sort, limit: 2, before: three.previous }))).rows).toEqual(two.rows)
  })
})
