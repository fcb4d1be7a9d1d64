import type { ReactNode } from 'react'
import { classList } from './class-list'

/** One of the three figures a dialog opens with; `later` is orange, for what is not over yet. */
export type Outcome = { label: ReactNode; figure: ReactNode; note?: ReactNode; later?: boolean }

/** The outcome of an action before it is taken: End now, May still work until, Keep some access. */
export function Outcomes({ outcomes }: { outcomes: Outcome[] }) {
  return (
    <dl className="flex rounded-md border border-line-strong">
      {outcomes.map((outcome, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the three figures have fixed places
          key={index}
          className={classList(
            'flex-1 border-l border-line px-3 py-2.5 first:border-l-0 max-md:px-2.5 max-md:py-2',
            outcome.later ? 'grow-[1.35] bg-high-tint text-high-fg' : 'text-fg-3',
          )}
        >
          <dt
            className={classList(
              'text-12 max-md:min-h-8 md:whitespace-nowrap',
              outcome.later ? 'font-medium' : 'text-fg-2',
            )}
          >
            {outcome.label}
          </dt>
          <dd
            className={classList('text-26 font-figure tracking-[-0.025em] tabular-nums', !outcome.later && 'text-fg')}
          >
            {outcome.figure}
          </dd>
          {outcome.note ? <dd className="text-12 max-md:hidden">{outcome.note}</dd> : null}
        </div>
      ))}
    </dl>
  )
}

/** *What this does, precisely*: numbered, one fact and one count each. Put counts in `<b>`. */
export function PreciseList({ title = 'What this does, precisely', facts }: { title?: string; facts: ReactNode[] }) {
  return (
    <section className="mt-2.5 border-t border-line pt-3">
      <h3 className="text-13">{title}</h3>
      <ol className="mt-1 mb-3.5">
        {facts.map((fact, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is what it counts
          <li key={index} className="flex gap-2 py-0.5 text-fg-2 [&_b]:text-fg">
            <span aria-hidden="true" className="w-3.5 shrink-0 text-fg-3 tabular-nums">
              {index + 1}
            </span>
            <span>{fact}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
