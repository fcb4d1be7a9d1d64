import { describe, expect, it } from 'vitest'
import { newId } from '@/lib/id'
import { listExposurePoints, MAX_POINTS } from '@/lib/queries/list-exposure-points'
import { createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

describe('the points of the map', () => {
  it('are the live sessions of the own organisation, by breadth and lifetime at issue', async () => {
    const theirs = await createAccess()
    await theirs.session({ breadth: 10 })
    const ours = await createAccess()
    const own = await ours.session({ breadth: 40, unusedShare: 0.5, tier: 1 })
    await ours.session({ breadth: 40, issuedAt: at('-2h'), expiresAt: at('-1h') })
    const { points } = await listExposurePoints(ours.ctx)
    expect(points).toMatchObject([
      { id: own.publicId, breadth: 40, lifetimeSeconds: 3600, unusedShare: 0.5, tier: 1, count: 1 },
    ])
  })

  it('never place at zero what is unknown: it is counted apart', async () => {
    const org = await createAccess()
    await org.session({ breadth: null })
    await org.session({ breadth: 10, origin: 'observed', expiresAt: null, expiryKnown: false })
    await org.session({ breadth: 10, expiresAt: null })
    expect(await listExposurePoints(org.ctx)).toMatchObject({
      points: [{ breadth: 10, lifetimeSeconds: null }],
      unknownBreadth: 1,
      unknownEnd: 1,
    })
  })

  it('are gathered where there are too many, losing none and each group on its own side of the limit', async () => {
    const org = await createAccess()
    const [{ id: actorId }, { id: systemId }] = [await org.identity(), await org.system()]
    const breadths = Array.from({ length: MAX_POINTS + 50 }, (_, n) => n % 101)
    const rows = breadths.map((breadth, n) => {
      const expiresAt = new Date(NOW.getTime() + (n % 7) * 600_000 + 60_000)
      return { id: newId(NOW), breadth, over: breadth > 85, expiresAt }
    })
    // By a statement of its own: Prisma would take seconds for thousands of rows.
    await org.db.$executeRaw`
      insert into delegated_sessions (org_id, id, origin, status, principal_id, actor_id, system_id, issued_at, starts_at, created_at,
        tier, breadth, is_over_limit, expires_at)
      select ${org.orgId}::uuid, r.id, 'managed', 'active', ${actorId}::uuid, ${actorId}::uuid, ${systemId}::uuid, ${NOW}, ${NOW}, ${NOW},
        2, r.breadth, r.over, r."expiresAt"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (id uuid, breadth int, over bool, "expiresAt" timestamptz)`
    const { points } = await listExposurePoints(org.ctx)
    const over = points.filter((point) => point.breadth > 85)
    const sum = (list: typeof points) => list.reduce((total, point) => total + point.count, 0)
    expect(points.length).toBeLessThan(MAX_POINTS / 10)
    expect(sum(points)).toBe(MAX_POINTS + 50)
    expect(sum(over)).toBe(breadths.filter((breadth) => breadth > 85).length)
  })
})
