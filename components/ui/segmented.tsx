import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'
import { classList } from './class-list'

/** One choice: a link when it has `href` (state in the URL), else a button that reports its `value`. */
export type Segment = { value: string; label: ReactNode; href?: string }

type Size = 'sm' | 'md'

function look(on: boolean, size: Size) {
  return classList(
    'inline-flex items-center border-r border-line-strong last:border-r-0 whitespace-nowrap',
    'first:rounded-l-[4px] last:rounded-r-[4px] hover:text-fg focus-visible:relative',
    size === 'sm' ? 'h-5.5 px-2 text-12 max-md:h-7' : 'h-6.5 px-2.5 text-13 max-md:h-8.5',
    on ? 'bg-surface-strong font-medium text-fg' : 'text-fg-2',
  )
}

type Choice = { segment: Segment; on: boolean; size: Size; onSelect?: (value: string) => void }

function Choice({ segment, on, size, onSelect }: Choice) {
  const className = look(on, size)
  if (segment.href)
    return (
      <Link href={segment.href} scroll={false} aria-current={on ? 'true' : undefined} className={className}>
        {segment.label}
      </Link>
    )
  return (
    <button type="button" aria-pressed={on} onClick={() => onSelect?.(segment.value)} className={className}>
      {segment.label}
    </button>
  )
}

/**
 * A few choices of which one holds: `24 h | 7 d | 30 d`. `label` names the group for those who hear it.
 * With `href` on every segment it renders on the server; otherwise use it in a client component with `onSelect`.
 */
export function Segmented(props: {
  label: string
  value: string
  segments: Segment[]
  size?: Size
  onSelect?: (value: string) => void
}) {
  const { label, value, segments, size = 'md', onSelect } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and its own layout
    <div role="group" aria-label={label} className="inline-flex shrink-0 rounded-md border border-line-strong">
      {segments.map((segment) => (
        <Choice key={segment.value} segment={segment} on={segment.value === value} size={size} onSelect={onSelect} />
      ))}
    </div>
  )
}
