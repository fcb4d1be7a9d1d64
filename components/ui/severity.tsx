import { classList } from './class-list'

/** How bad a finding is, worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const
export type SeverityLevel = (typeof SEVERITIES)[number]

const CHIP: Record<SeverityLevel, string> = {
  critical: 'bg-critical-fill text-on-critical',
  high: 'bg-high-tint text-high-fg',
  medium: 'bg-medium-tint text-medium-fg',
  low: 'bg-low-tint text-low-fg',
  info: 'bg-info-tint text-info-fg',
}

const BARS = [
  { x: 0, y: 7, height: 3 },
  { x: 3, y: 4.8, height: 5.2 },
  { x: 6, y: 2.6, height: 7.4 },
  { x: 9, y: 0.4, height: 9.6 },
]

/** Four rising bars, as many of them solid as the severity is steps above info. */
export function SeverityBars({ level }: { level: SeverityLevel }) {
  const solid = SEVERITIES.length - 1 - SEVERITIES.indexOf(level)
  return (
    <svg viewBox="0 0 11 10" aria-hidden="true" className="h-2.5 w-2.75 shrink-0">
      {BARS.map((bar, index) => (
        <rect key={bar.x} {...bar} width={2} fill="currentColor" opacity={index < solid ? 1 : 0.28} />
      ))}
    </svg>
  )
}

/** A severity as a chip: bars and word, 18 high. Only critical is filled. */
export function Severity({ level }: { level: SeverityLevel }) {
  return (
    <span
      className={classList(
        'inline-flex h-4.5 items-center gap-1.25 rounded-sm pr-1.5 pl-1.25 text-12 leading-4.5 font-medium whitespace-nowrap',
        CHIP[level],
      )}
    >
      <SeverityBars level={level} />
      <span className="first-letter:uppercase inline-block">{level}</span>
    </span>
  )
}
