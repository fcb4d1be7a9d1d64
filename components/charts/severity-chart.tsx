'use client'
import Link from 'next/link'
import { Bar, BarChart, XAxis, YAxis } from 'recharts'
import { formatNumber } from '@/lib/format'
import { SEVERITIES, Severity, type SeverityLevel } from '../ui/severity'

const COLOURS: Record<SeverityLevel, string> = {
  critical: 'var(--critical-fill)',
  high: 'var(--high)',
  medium: 'var(--medium)',
  low: 'var(--low)',
  info: 'var(--info)',
}

/** Findings by severity: the chip, the bar, the number, which opens its rows. Severities at the same scale. */
export function SeverityChart(props: {
  counts: Partial<Record<SeverityLevel, number>>
  href: Partial<Record<SeverityLevel, string>>
}) {
  const { counts, href } = props
  const max = Math.max(1, ...SEVERITIES.map((level) => counts[level] ?? 0))
  return (
    <ul className="mt-2">
      {SEVERITIES.map((level) => {
        const count = counts[level] ?? 0
        return (
          <li key={level} className="grid h-6.5 grid-cols-[84px_minmax(0,1fr)_auto] items-center gap-2">
            <span>
              <Severity level={level} />
            </span>
            <span aria-hidden="true">
              <BarChart
                responsive
                width="100%"
                height={6}
                data={[{ count }]}
                layout="vertical"
                margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
                accessibilityLayer={false}
                style={{ width: '100%', height: 6 }}
              >
                <XAxis type="number" hide domain={[0, max]} />
                <YAxis type="category" hide />
                <Bar dataKey="count" fill={COLOURS[level]} barSize={6} isAnimationActive={false} />
              </BarChart>
            </span>
            <Link
              href={href[level] ?? '#'}
              className={`min-w-6 text-right tabular-nums ${count ? 'font-medium' : 'text-fg-3'}`}
            >
              {formatNumber(count)}
              <span className="sr-only"> {level}</span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
