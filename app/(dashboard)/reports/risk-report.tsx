import type { ReactNode } from 'react'
import { overviewFigures } from '@/app/(dashboard)/figures'
import { HealthSection } from '@/app/(dashboard)/health-section'
import { OwnershipSection } from '@/app/(dashboard)/ownership-section'
import { pageZone } from '@/app/(dashboard)/page-zone'
import { PERIOD_LABELS } from '@/app/(dashboard)/period-switch'
import { ExactTime } from '@/components/ui/relative-time'
import { Tiles } from '@/components/ui/tile'
import type { Period } from '@/lib/domain/exposure'
import { formatDate } from '@/lib/format'
import type { RiskReport as Report } from '@/lib/queries/get-risk-report'
import { ControlsSection } from './controls-section'
import { FindingsSection } from './findings-section'
import { ImprovementsSection } from './improvements-section'
import { TopRisks } from './top-risks'
import { TrendSection } from './trend-section'
import { UnknownsSection } from './unknowns-section'

/** One sheet of A4: drawn smaller on paper, so that all of it stands on one page; should there be more,
 *  each says which it is. */
const PAPER = `@page {
  size: A4;
  margin: 10mm;
  @bottom-left { content: 'Remit, risk report'; font: 7pt sans-serif; color: gray }
  @bottom-right { content: counter(page) ' of ' counter(pages); font: 7pt sans-serif; color: gray }
}`

/** Sections side by side on screen and on paper, below each other on the phone. */
function Beside({ children }: { children: ReactNode }) {
  return (
    <div className="grid border-b border-line *:border-line max-md:divide-y md:grid-cols-2 md:*:odd:pl-6 md:*:even:border-l print:grid-cols-2 print:divide-y-0 print:*:py-2 print:*:even:border-l">
      {children}
    </div>
  )
}

function spanOf({ since, coversPeriod }: Report['overview'], period: Period, zone: string): string {
  if (since === null) return 'no history yet'
  return coversPeriod
    ? `change over ${PERIOD_LABELS[period]}`
    : `change since ${formatDate(since, zone)}, when records begin`
}

/** The risk report: what is exposed, which way it goes, the worst of it and whose it is, and what nobody knows. */
export async function RiskReport({ report, period, now }: { report: Report; period: Period; now: Date }) {
  const { overview } = report
  const zone = await pageZone()
  return (
    <article aria-labelledby="report" className="print:text-12 print:[zoom:0.66]">
      <style>{PAPER}</style>
      <header className="page-inset border-b border-line py-4 print:py-2">
        <h2 id="report" className="text-20 tracking-[-0.015em]">
          Risk report, delegated access
        </h2>
        <p className="mt-0.5 text-fg-2">
          {report.organisation}, {spanOf(overview, period, zone)}
        </p>
        <p className="text-12 text-fg-3">
          As of <ExactTime at={now} format="moment" />
        </p>
      </header>
      <Tiles figures={overviewFigures(overview, { period, zone })} />
      <TrendSection overview={overview} />
      <TopRisks rows={report.topRisks} now={now} />
      <Beside>
        <ImprovementsSection overview={overview} period={period} />
        <FindingsSection counts={overview.now.openBySeverity} />
      </Beside>
      <Beside>
        <OwnershipSection ownership={report.ownership} />
        <HealthSection health={report.health} />
      </Beside>
      <Beside>
        <ControlsSection controls={report.controls} />
        <UnknownsSection unknowns={report.unknowns} live={overview.now.liveSessions} />
      </Beside>
    </article>
  )
}
