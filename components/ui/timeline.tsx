import type { ReactNode } from 'react'
import { classList } from './class-list'

/**
 * What happened, latest first. The mark tells kinds apart: a ring for what is ordinary, ink for an order, a red square
 * for a refusal, orange for what came late, an orange diamond for a finding.
 */
export type TimelineEvent = {
  id: string
  at: ReactNode
  title: ReactNode
  detail?: ReactNode
  /** Who did it. */
  by?: ReactNode
  mark?: 'plain' | 'order' | 'refused' | 'late' | 'finding'
}

const MARKS: Record<NonNullable<TimelineEvent['mark']>, string> = {
  plain: 'rounded-full border-[1.5px] border-fg-3 bg-surface',
  order: 'rounded-full bg-fg',
  refused: 'bg-danger',
  late: 'rounded-full bg-high',
  finding: 'rotate-45 rounded-[1px] bg-high',
}

/** The timeline of an object; `at` is an `ExactTime`. */
export function Timeline({ events }: { events: TimelineEvent[] }) {
  return (
    <ol className="mt-1">
      {events.map(({ id, at, title, detail, by, mark = 'plain' }) => (
        <li
          key={id}
          className="group/event relative grid grid-cols-[56px_15px_minmax(0,1fr)_auto] items-baseline gap-2 py-1 max-md:grid-cols-[54px_15px_minmax(0,1fr)]"
        >
          <i
            aria-hidden="true"
            className="absolute top-0 bottom-0 left-17.75 border-l border-line-strong group-first/event:top-1/2 group-last/event:bottom-1/2 max-md:left-17.25"
          />
          <span className="text-12 text-fg-3">{at}</span>
          <i aria-hidden="true" className={classList('relative mx-1 size-1.75 self-center', MARKS[mark])} />
          <span>
            <b className="max-md:block">{title}</b> <span className="text-fg-2">{detail}</span>
          </span>
          <span className="text-12 text-fg-3 max-md:hidden">{by}</span>
        </li>
      ))}
    </ol>
  )
}
