import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'
import { ExactTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import type { SessionDetail } from '@/lib/queries/get-session'

function factsOf(session: SessionDetail): Record<string, ReactNode> {
  const { grant, connector } = session
  const machine = (text: string | null) => text && <span className="code break-all">{text}</span>
  return {
    Grant: grant ? <Link href={`/grants/${grant.id}`}>{grant.name}</Link> : 'none known',
    Issued: session.issuanceSeen ? <ExactTime at={session.issuedAt} format="moment" /> : 'not seen',
    Method: machine(session.method),
    'Session name': machine(session.name),
    'Source identity': machine(session.sourceIdentity),
    'From address': machine(session.sourceAddress),
    'Known from': connector ? <Link href="/connections">{connector.name}</Link> : 'Remit itself',
    'Session ARN': machine(session.sessionArn),
    'Id at the issuer': machine(session.externalId),
  }
}

/** How it was issued, as far as its source said; what it did not say is left out. */
export function ProvenanceSection({ session }: { session: SessionDetail }) {
  const facts = Object.entries(factsOf(session)).filter(([, value]) => value !== null && value !== '')
  return (
    <section aria-labelledby="provenance" className="border-b border-line py-4 page-inset md:pl-5">
      <SectionHead id="provenance" title="As issued" />
      <dl className="mt-1 grid grid-cols-[112px_minmax(0,1fr)] gap-x-3 gap-y-1">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-fg-3">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {session.tags.map(({ key, value }) => (
          <div key={key} className="contents">
            <dt className="truncate text-fg-3" title={`Tag ${key}`}>
              Tag <span className="code">{key}</span>
            </dt>
            <dd className="code break-all">{value}</dd>
          </div>
        ))}
      </dl>
      {session.sessionPolicy === null ? null : (
        <details className="mt-2">
          <summary className="cursor-pointer text-fg-2">Session policy</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre tabIndex={0} className="code mt-1 max-h-60 overflow-auto bg-surface-sunken p-2">
            {JSON.stringify(session.sessionPolicy, null, 2)}
          </pre>
        </details>
      )}
    </section>
  )
}
