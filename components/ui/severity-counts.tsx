import { Link } from '@/components/ui/link'
import { classList } from './class-list'
import { SEVERITIES, SeverityBars, type SeverityLevel } from './severity'

const TEXT: Record<SeverityLevel, string> = {
  critical: 'text-critical-fg',
  high: 'text-high-fg',
  medium: 'text-medium-fg',
  low: 'text-low-fg',
  info: 'text-info-fg',
}

/**
 * Findings of a row by severity, in fixed slots so that columns line up; an empty slot keeps its place.
 * `slots` says which severities the column shows; nothing at all is a muted 0. `href` opens the rows of one severity.
 */
export function SeverityCounts(props: {
  counts: Partial<Record<SeverityLevel, number>>
  slots?: readonly SeverityLevel[]
  href?: (level: SeverityLevel) => string
}) {
  const { counts, slots = ['critical', 'high', 'medium'], href } = props
  if (!SEVERITIES.some((level) => counts[level])) return <span className="tabular-nums text-fg-3">0</span>
  return (
    <span className="flex items-center gap-1 tabular-nums max-md:justify-end max-md:gap-2">
      {slots.map((level) => (
        <Slot key={level} level={level} count={counts[level] ?? 0} href={href?.(level)} />
      ))}
    </span>
  )
}

function Slot({ level, count, href }: { level: SeverityLevel; count: number; href?: string }) {
  const look = classList('inline-flex shrink-0 items-center gap-0.75 md:min-w-7.5', TEXT[level])
  if (!count) return <span className={classList(look, 'max-md:hidden')} />
  const content = (
    <>
      <SeverityBars level={level} />
      {count}
      <span className="sr-only"> {level}</span>
    </>
  )
  const title = `${count} ${level}`
  if (!href)
    return (
      <span className={look} title={title}>
        {content}
      </span>
    )
  return (
    <Link className={classList(look, 'relative z-1 hover:underline')} title={title} href={href}>
      {content}
    </Link>
  )
}
