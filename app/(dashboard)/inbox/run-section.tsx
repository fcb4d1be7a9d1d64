import { SectionHead } from '@/components/ui/section-head'
import type { RunContext } from '@/lib/domain/session-request'

const LABELS: Record<string, string> = {
  repository: 'Repository',
  ref: 'Branch or tag',
  sha: 'Commit',
  run_id: 'Run',
  environment: 'Environment',
  workflow: 'Workflow',
  actor: 'Started by',
}

function Facts({ told }: { told: Record<string, string> }) {
  const order = Object.keys(LABELS)
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  const facts = Object.entries(told).sort(([a], [b]) => place(a) - place(b))
  return (
    <dl className="mt-1 grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 gap-y-1">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="truncate text-fg-3">{LABELS[name] ?? name}</dt>
          <dd className="code min-w-0 break-all">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The run that asks: what a trusted issuer vouches for, apart from what the client only says. */
export function RunSection({ context }: { context: RunContext }) {
  const { verified, stated } = context
  const isVouched = Object.keys(verified).length > 0
  const isStated = Object.keys(stated).length > 0
  return (
    <section aria-labelledby="run" className="border-b border-line px-4 pt-3.5 pb-3 md:px-6">
      <SectionHead id="run" title="The run that asks" note={isVouched ? 'vouched for by its issuer' : undefined} />
      {isVouched ? <Facts told={verified} /> : null}
      {isStated ? (
        <>
          <p className="mt-2 text-12 text-high-fg">Said by the client itself, and not vouched for by anybody</p>
          <Facts told={stated} />
        </>
      ) : null}
      {isVouched || isStated ? null : <p className="mt-1 text-fg-2">The client said nothing of its run.</p>}
    </section>
  )
}
