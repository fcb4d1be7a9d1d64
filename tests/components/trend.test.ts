import { describe, expect, it } from 'vitest'
import { endNudges } from '@/components/charts/trend-line'

const series = ['sessions', 'over', 'findings'].map((key) => ({ key, label: key }))
const ends = (sessions: number, over: number, findings: number) => [{ at: 'now', sessions, over, findings }]

describe('the names at the ends of lines', () => {
  it('stay where their lines end while there is room', () => {
    expect(endNudges(ends(90, 50, 10), series, 180)).toEqual([0, 0, 0])
  })

  it('are never written over each other, the higher line on top', () => {
    const height = 180
    const points = ends(90_000, 48_000, 47_500)
    const nudges = endNudges(points, series, height)
    const stands = [90_000, 48_000, 47_500].map((value, n) => (1 - value / 90_000) * (height - 38) + (nudges[n] ?? 0))
    const [, over = 0, findings = 0] = stands
    expect(nudges[0]).toBe(0)
    expect(findings - over).toBeGreaterThanOrEqual(12)
  })

  it('are parted where all lines end at nothing', () => {
    expect(new Set(endNudges(ends(0, 0, 0), series, 180)).size).toBe(3)
  })
})
