import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { HiddenByRole } from '@/app/(dashboard)/hidden-by-role'
import { PeriodMenu } from '@/app/(dashboard)/period-menu'
import { PeriodSwitch } from '@/app/(dashboard)/period-switch'
import { type SearchParams, singleValues } from '@/app/(dashboard)/sessions/search-params'
import { TopBar } from '@/components/shell/top-bar'
import { buttonClass } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import { isAllowed } from '@/lib/domain/authorization'
import { PERIODS } from '@/lib/domain/exposure'
import { pageContext } from '@/lib/http/context'
import { getRiskReport } from '@/lib/queries/get-risk-report'
import { PrintButton } from './print-button'
import { RiskReport } from './risk-report'

export const metadata: Metadata = { title: 'Risk report' }

/** One page for those who answer for the risk, to read here, print or take away. */
export default async function ReportsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext()
  if (!isAllowed(ctx, 'view-report')) {
    return (
      <>
        <TopBar title="Reports" now={ctx.now} />
        <HiddenByRole section="The risk report">Reviewers, managers and admins read it.</HiddenByRole>
      </>
    )
  }
  const { period: asked } = singleValues(await searchParams)
  const period = PERIODS.find((each) => each === asked) ?? '30d'
  const report = await getRiskReport(ctx, period)
  const end = (
    <>
      <Link href="/reports/approvers" className={buttonClass({})}>
        Approval quality
      </Link>
      <PeriodSwitch period={period} path="/reports" />
      <a href={`/reports/csv?period=${period}`} download className={buttonClass({})}>
        <Download aria-hidden="true" />
        CSV
      </a>
      <PrintButton />
    </>
  )
  return (
    <>
      <TopBar title="Reports" now={ctx.now} end={end} phoneEnd={<PeriodMenu period={period} path="/reports" />} />
      <RiskReport report={report} period={period} now={ctx.now} />
    </>
  )
}
