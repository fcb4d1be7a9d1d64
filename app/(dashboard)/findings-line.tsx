import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import { Severity } from '@/components/ui/severity'
import { type Severity as Level, SEVERITIES } from '@/lib/domain/finding-filter'
import { formatNumber } from '@/lib/format'

/** Open findings by severity on one line; each number opens its rows. */
export function FindingsLine({ counts }: { counts: Record<Level, number> }) {
  const total = SEVERITIES.reduce((sum, level) => sum + counts[level], 0)
  return (
    <section aria-labelledby="open-findings" className="border-t border-line px-6 py-3.5 max-md:p-4">
      <SectionHead
        id="open-findings"
        title="Open findings"
        end={<Link href="/findings">All {formatNumber(total)}</Link>}
      />
      <ul className="mt-2 flex flex-wrap gap-x-6 gap-y-2">
        {SEVERITIES.map((level) => (
          <li key={level}>
            <Link href={`/findings?severity=${level}`} className="flex items-center gap-2">
              <Severity level={level} />
              <span className={counts[level] > 0 ? 'font-medium tabular-nums' : 'text-fg-3 tabular-nums'}>
                {formatNumber(counts[level])}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
