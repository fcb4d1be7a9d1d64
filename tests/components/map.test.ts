import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gatherCells } from '@/components/charts/map/cells'
import { brackets } from '@/components/charts/map/map-brackets'
import { areaHref, type MapPoint } from '@/components/charts/map/map-data'
import { mapScale } from '@/components/charts/map/map-scale'
import { swarm } from '@/components/charts/map/swarm'
import { breadthLimit, DEFAULT_LIMITS } from '@/lib/domain/limits'

const point = fc.record({
  id: fc.uuid(),
  href: fc.constant('/'),
  label: fc.constant('a for b'),
  lifetimeSeconds: fc.option(fc.double({ min: 0, max: 900 * 86_400, noNaN: true }), { nil: null }),
  breadth: fc.integer({ min: 1, max: 99 }),
  unusedShare: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
  tier: fc.constantFrom(1 as const, 2 as const, 3 as const),
})
const points = fc.array(point, { maxLength: 300 }) as fc.Arbitrary<MapPoint[]>
const widths = fc.constantFrom(358, 806, 1280)

describe('breadth × lifetime map', () => {
  it('pushes no dot across a limit', () => {
    fc.assert(
      fc.property(points, widths, (all, width) => {
        const scale = mapScale(width)
        const side = (x: number, y: number) =>
          ([1, 2, 3] as const).map((tier) => scale.breadth(y) > breadthLimit(DEFAULT_LIMITS, tier, scale.seconds(x)))
        for (const { point: at, x, y } of swarm(all, DEFAULT_LIMITS, scale)) {
          if (at.lifetimeSeconds === null) continue
          expect(side(x, y)).toEqual(side(scale.x(at.lifetimeSeconds), scale.y(at.breadth)))
        }
      }),
      { numRuns: 20 },
    )
  })

  it('counts every point once, in a bracket and in a cell', () => {
    fc.assert(
      fc.property(points, (all) => {
        const scale = mapScale(806)
        const count = (parts: { count: number }[]) => parts.reduce((sum, part) => sum + part.count, 0)
        expect(count(brackets(all, DEFAULT_LIMITS, scale))).toBe(all.length)
        expect(count(gatherCells(all, DEFAULT_LIMITS, scale))).toBe(all.length)
      }),
      { numRuns: 20 },
    )
  })

  it('writes an area into the address of its rows', () => {
    const area = { from: 86_400, to: Number.POSITIVE_INFINITY, low: 50, high: 91.2 }
    expect(areaHref('/sessions?lifetime={from}..{to}&breadth={low}..{high}', area)).toBe(
      '/sessions?lifetime=86400..never&breadth=50..91',
    )
  })
})
