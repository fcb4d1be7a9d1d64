import { MEASURES } from '@/app/(dashboard)/got-better'
import { PERIODS, type TrendName } from '@/lib/domain/exposure'
import { csvResponse } from '@/lib/http/csv'
import { route } from '@/lib/http/route'
import { getRiskReport, type RiskReport } from '@/lib/queries/get-risk-report'

const HEAD = ['section', 'item', 'now', 'before', 'detail']

type Line = (string | number | null)[]

function figures({ overview }: RiskReport): Line[] {
  const since = overview.since?.toISOString() ?? null
  return (Object.keys(overview.trends) as TrendName[]).map((name) => {
    const { now, before } = overview.trends[name]
    return ['exposure', MEASURES[name].label, now, before, since && `before: ${since}`]
  })
}

function lines(report: RiskReport): Line[] {
  const { overview, ownership, health, unknowns } = report
  const counted = (section: string, counts: Record<string, number>): Line[] =>
    Object.entries(counts).map(([item, count]) => [section, item, count, null, null])
  return [
    ...figures(report),
    ...counted('open findings', overview.now.openBySeverity),
    ...report.topRisks.map((row): Line => {
      const subject = row.subject.principal ? `${row.subject.name} for ${row.subject.principal}` : row.subject.name
      return ['top risk', row.title, row.severity, null, `${subject}; owner: ${row.owner?.name ?? 'none'}; ${row.id}`]
    }),
    ...counted('ownership', ownership),
    ...counted('health', health),
    ...report.controls.flatMap(({ framework, controls }) =>
      controls.map(({ id, findings }): Line => ['control', `${framework} ${id}`, findings, null, null]),
    ),
    ...counted('unknown', unknowns),
  ]
}

async function* once(report: RiskReport) {
  yield lines(report)
}

/** The risk report as CSV: one line a figure. Shares are 0–1 and times are seconds. */
export const GET = route(async (ctx, request) => {
  const asked = new URL(request.url).searchParams.get('period')
  const period = PERIODS.find((each) => each === asked) ?? '30d'
  return csvResponse('risk-report', HEAD, once(await getRiskReport(ctx, period)))
})
