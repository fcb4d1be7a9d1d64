import type { ReactNode } from 'react'
import { classList } from './class-list'

/** One bound of an object: what, how much, and the sentence behind it. `over` turns the sentence red. */
export type Fact = { label: string; value: ReactNode; note?: ReactNode; over?: boolean }

const COLUMNS = [
  '',
  'md:grid-cols-1',
  'md:grid-cols-2',
  'md:grid-cols-3',
  'md:grid-cols-4',
  'md:grid-cols-5',
  'md:grid-cols-6',
]

/** The bounds of an object as a strip of up to six (lifetime, breadth, systems, …); on the phone two a line. */
export function FactStrip({ facts }: { facts: Fact[] }) {
  return (
    <dl className={classList('page-inset grid grid-cols-2 border-y border-line', COLUMNS[Math.min(facts.length, 6)])}>
      {facts.map((fact) => (
        <div
          key={fact.label}
          className={classList(
            'min-w-0 border-line max-md:py-2 max-md:nth-[n+3]:border-t max-md:even:border-l max-md:even:pl-4',
            'md:border-l md:py-2.5 md:pr-3 md:pl-4 md:first:border-l-0 md:first:pl-0',
          )}
        >
          <dt className="text-12 text-fg-3">{fact.label}</dt>
          <dd className="flex items-center gap-2.5 text-14 leading-5.5 font-medium tabular-nums">{fact.value}</dd>
          {fact.note ? (
            <dd className={classList('truncate text-12', fact.over ? 'text-danger-fg' : 'text-fg-3')}>{fact.note}</dd>
          ) : null}
        </div>
      ))}
    </dl>
  )
}
