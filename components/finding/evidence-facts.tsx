import type { ReactNode } from 'react'
import { ExactTime } from '@/components/ui/relative-time'
import { formatNumber } from '@/lib/format'

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/

function listed(values: readonly unknown[]): ReactNode {
  return values.length === 0
    ? 'none'
    : values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(', ')
}

function factOf(value: unknown): ReactNode {
  if (value === null || value === undefined) return <span className="text-fg-3">unknown</span>
  if (typeof value === 'number') return formatNumber(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return MOMENT.test(value) ? <ExactTime at={value} format="moment" /> : value
  if (Array.isArray(value)) return listed(value)
  return <span className="code break-all">{JSON.stringify(value)}</span>
}

/** What a finding rests on, as labelled facts. What was not known when it was written reads *unknown*. */
export function EvidenceFacts({ evidence }: { evidence: Record<string, unknown> }) {
  const facts = Object.entries(evidence)
  if (facts.length === 0) return <p className="text-fg-3">The detector recorded no facts.</p>
  return (
    <dl className="grid grid-cols-[minmax(120px,38%)_minmax(0,1fr)]">
      {facts.map(([label, value]) => (
        <div
          key={label}
          className="col-span-2 grid min-h-7.25 grid-cols-subgrid items-baseline border-b border-line py-1 last:border-b-0"
        >
          <dt className="pr-3 text-12 text-fg-3">{label}</dt>
          <dd className="[overflow-wrap:anywhere]">{factOf(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
