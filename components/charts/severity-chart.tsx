'use client'
import { Bar, BarChart, XAxis, YAxis } from 'recharts'
import { Link } from '@/components/ui/link'
import { formatNumber } from '@/lib/format'
import { SEVERITIES, Severity, type SeverityLevel } from '../ui/severity'

const COLOURS: Record<SeverityLevel, string> = {
  critical: 'var(--critical-fill)',
  high: 'var(--high)',
  medium: 'var(--medium)',
  low: 'var(--low)',
  info: 'var(--info)',
}

const NO_MARGIN = { top: 0, right: 0, bottom: 0, left: 0 }

function Length({ count, max, colour }: { count: number; max: number; colour: string }) {
  return (
    <BarChart
      responsive
      width="100%"
      height={6}
      data={[{ count }]}
      layout="vertical"
      margin={NO_MARGIN}
      accessibilityLayer={false}
      style={{ width: '100%', height: 6 }}
    >
      <XAxis type="number" hide domain={[0, max]} />
      <YAxis type="category" hide />
      <Bar dataKey="count" fill={colour} barSize={6} isAnimationActive={false} />
    </BarChart>
  )
}

function Row({ level, count, max, href }: { level: SeverityLevel; count: number; max: number; href?: string }) {
  const look = `min-w-6 text-right tabular-nums ${count ? 'font-medium' : 'text-fg-3'}`
  const figure = (
    <>
      {formatNumber(count)}
      <span className="sr-only"> {level}</span>
    </>
  )
  return (
    <li className="grid h-6.5 grid-cols-[84px_minmax(0,1fr)_auto] items-center gap-2">
      <span>
        <Severity level={level} />
      </span>
      <span aria-hidden="true">
        <Length count={count} max={max} colour={COLOURS[level]} />
      </span>
      {href ? (
        <Link href={href} className={look}>
          {figure}
        </Link>
      ) : (
        <span className={look}>{figure}</span>
      )}
    </li>
  )
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
      {SEVERITIES.map((level) => (
        <Row key={level} level={level} count={counts[level] ?? 0} max={max} href={href[level]} />
      ))}
    </ul>
  )
}
