import { pageZone } from '@/app/(dashboard)/page-zone'
import { Trend } from '@/components/charts/trend'
import { SectionHead } from '@/components/ui/section-head'
import { formatDay } from '@/lib/format'
import type { Overview } from '@/lib/queries/get-overview'

const SERIES = [
  { key: 'liveSessions', label: 'Live sessions' },
  { key: 'overLimit', label: 'Over their limit' },
  { key: 'openFindings', label: 'Open findings' },
] as const

/** The course of exposure over the period, from what was recorded each day and the present. */
export async function TrendSection({ overview }: { overview: Overview }) {
  const { trends } = overview
  const zone = await pageZone()
  const points = trends.liveSessions.points.map(({ at }, index) => ({
    at: index === trends.liveSessions.points.length - 1 ? 'now' : formatDay(at, zone),
    ...Object.fromEntries(SERIES.map(({ key }) => [key, trends[key].points[index]?.value ?? null])),
  }))
  return (
    <section aria-labelledby="trend" className="page-inset border-b border-line py-4 print:py-2">
      <SectionHead id="trend" title="Exposure over time" note="recorded once a day" />
      {points.length > 1 ? (
        <div className="mt-2 print:break-inside-avoid">
          <Trend
            label="Live sessions, those over their limit, and open findings, by day"
            points={points}
            series={[...SERIES]}
          />
        </div>
      ) : (
        <p className="mt-1 text-12 text-fg-3">
          Only the present is known: exposure is recorded once a day, and the first record is still to come.
        </p>
      )}
    </section>
  )
}
