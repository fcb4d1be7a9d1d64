import type { Metadata } from 'next'
import { Tiles } from '@/components/ui/tile'
import { PERIODS } from '@/lib/domain/exposure'
import { pageContext } from '@/lib/http/context'
import { getCoverage } from '@/lib/queries/get-coverage'
import { getOverview } from '@/lib/queries/get-overview'
import { listExposurePoints } from '@/lib/queries/list-exposure-points'
import { rollUpSystems } from '@/lib/queries/roll-up-systems'
import { ExposureSection } from './exposure-section'
import { overviewFigures } from './figures'
import { FindingsLine } from './findings-line'
import { GotBetter } from './got-better'
import { HealthSection } from './health-section'
import { OverviewBar } from './overview-bar'
import { OwnershipSection } from './ownership-section'
import { pageZone } from './page-zone'
import type { SearchParams } from './sessions/search-params'
import { SystemsSection } from './systems-section'

export const metadata: Metadata = { title: 'Overview' }

/** What is exposed now, which way it goes, and where to begin. */
export default async function OverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const asked = (await searchParams).period
  const period = PERIODS.find((each) => each === asked) ?? '30d'
  const ctx = await pageContext()
  const [zone, overview, map, coverage, systems] = await Promise.all([
    pageZone(),
    getOverview(ctx, period),
    listExposurePoints(ctx),
    getCoverage(ctx),
    rollUpSystems(ctx),
  ])
  return (
    <>
      <OverviewBar period={period} now={ctx.now} />
      <Tiles figures={overviewFigures(overview, { period, zone })} />
      <div className="grid border-b border-line md:grid-cols-[minmax(0,1fr)_376px]">
        <div className="flex min-w-0 flex-col justify-between">
          <ExposureSection map={map} />
          <FindingsLine counts={overview.now.openBySeverity} />
        </div>
        <div className="divide-y divide-line border-line max-md:border-t md:border-l">
          <OwnershipSection ownership={coverage.ownership} />
          <HealthSection health={coverage.health} />
          <GotBetter overview={overview} period={period} />
        </div>
      </div>
      <SystemsSection rows={systems.rows} total={systems.total} />
    </>
  )
}
