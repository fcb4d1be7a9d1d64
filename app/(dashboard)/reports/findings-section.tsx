import { SeverityChart } from '@/components/charts/severity-chart'
import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import { SEVERITIES, type Severity } from '@/lib/domain/finding-filter'
import { formatNumber } from '@/lib/format'

const HREFS = Object.fromEntries(SEVERITIES.map((level) => [level, `/findings?severity=${level}`]))

/** Open findings by severity; each number opens its rows. */
export function FindingsSection({ counts }: { counts: Record<Severity, number> }) {
  const total = SEVERITIES.reduce((sum, level) => sum + counts[level], 0)
  return (
    <section aria-labelledby="open-findings" className="py-3.5 pr-6 pl-5 max-md:p-4">
      <SectionHead id="open-findings" title="Findings" end={<Link href="/findings">{formatNumber(total)} open</Link>} />
      <SeverityChart counts={counts} href={HREFS} />
    </section>
  )
}
