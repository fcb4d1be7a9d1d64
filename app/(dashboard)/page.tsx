import { FileChartColumn } from 'lucide-react'
import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { ButtonLink } from '@/components/ui/button'
import { Tiles } from '@/components/ui/tile'
import { PERIODS } from '@/lib/domain/exposure'
import { pageContext } from '@/lib/http/context'
import { getCoverage } from '@/lib/queries/get-coverage'
import { getOverview } from '@/lib/queries/get-overview'
import { listExposurePoints } from '@/lib/queries/list-exposure-points'
import { rollUpSystems } from '@/lib/queries/roll-up-systems'
import { ExposureSection } from './exposure-section'
import { overviewFigures } from './figures'
import { FindingsSection } from './findings-section'
import { GotBetter } from './got-better'
import { HealthSection } from './health-section'
import { OwnershipSection } from './ownership-section'
import { PeriodSwitch } from './period-switch'
import type { SearchParams } from './sessions/search-params'
import { SystemsSection } from './systems-section'

export const metadata: Metadata = { title: 'Overview' }

/** What is exposed now, which way it goes, and where to begin. */
export default async function OverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const asked = (await searchParams).period
  const period = PERIODS.find((each) => each === asked) ?? '30d'
  const ctx = await pageContext()
  const [overview, map, coverage, systems] = await Promise.all([
    getOverview(ctx, period),
    listExposurePoints(ctx),
    getCoverage(ctx),
    rollUpSystems(ctx),
  ])
  const report = (
    <ButtonLink href={`/reports?period=${period}`} icon={<FileChartColumn aria-hidden="true" />}>
      Risk report
    </ButtonLink>
  )
  const periods = <PeriodSwitch period={period} />
  const end = (
    <>
      {periods}
      {report}
    </>
  )
  return (
    <>
      <TopBar title="Overview" now={ctx.now} end={end} phoneEnd={periods} />
      <Tiles figures={overviewFigures(overview, period)} />
      <div className="grid border-b border-line md:grid-cols-[minmax(0,1fr)_376px]">
        <ExposureSection map={map} />
        <div className="divide-y divide-line border-line max-md:border-t md:border-l">
          <OwnershipSection ownership={coverage.ownership} />
          <HealthSection health={coverage.health} />
          <FindingsSection counts={overview.now.openBySeverity} />
          <GotBetter overview={overview} period={period} />
        </div>
      </div>
      <SystemsSection rows={systems.rows} total={systems.total} />
    </>
  )
}
