import type { ReactNode } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { Link } from '@/components/ui/link'
import { ExactTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import type { TokenFacts } from '@/lib/domain/token-facts'
import { formatDuration } from '@/lib/format'

const machine = (text: ReactNode) => <span className="code break-all">{text}</span>

function boundTo({ jkt }: TokenFacts): ReactNode {
  if (!jkt) return 'nothing: a bearer token, good for whoever holds it'
  return <>the key of its holder (DPoP), thumbprint {machine(jkt)}</>
}

function signedWith({ alg, kid }: TokenFacts): ReactNode {
  if (!kid) return null
  return (
    <>
      {alg ? `${alg}, key ` : 'key '}
      {machine(kid)}
    </>
  )
}

function factsOf(facts: TokenFacts): Record<string, ReactNode> {
  const { client, audience, scope, authorizationDetails, issuedAt, expiresAt, idleTimeoutSeconds, statusList } = facts
  return {
    Client: client && (
      <>
        <Link href={`/identities/${client.identityId}`}>{client.name}</Link> {machine(client.id)}
      </>
    ),
    'Id (jti)': machine(facts.id),
    'For (aud)': audience.length > 0 ? machine(audience.join(', ')) : null,
    Scope: scope.length > 0 ? machine(scope.join(' ')) : null,
    'Only for': authorizationDetails.length > 0 ? machine(JSON.stringify(authorizationDetails)) : null,
    'Bound to': boundTo(facts),
    Signed: signedWith(facts),
    Issued: <ExactTime at={issuedAt} format="moment" />,
    Expires: expiresAt ? <ExactTime at={expiresAt} format="moment" /> : 'never',
    'Idle end': idleTimeoutSeconds === null ? 'none set' : `after ${formatDuration(idleTimeoutSeconds)} without a use`,
    'Status list': statusList && (
      <>
        position {machine(statusList.index)} of {machine(statusList.uri)}
      </>
    ),
    'SHA-256': (
      <>
        {machine(facts.fingerprint)}
        <span className="text-fg-3">…</span>
      </>
    ),
  }
}

function Claims({ claims }: { claims: unknown }) {
  const text = JSON.stringify(claims, null, 2)
  return (
    <details className="mt-2">
      <summary className="cursor-pointer text-fg-2">Claims, as signed</summary>
      <div className="relative mt-1 rounded-md bg-surface-sunken">
        <CopyButton what="claims" text={text} className="absolute top-1 right-1" />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre tabIndex={0} className="code max-h-72 overflow-auto p-2 pr-8">
          {text}
        </pre>
      </div>
    </details>
  )
}

/** What the token of the session said; of the token itself only a fingerprint was kept. */
export function TokenSection({ facts }: { facts: TokenFacts }) {
  const told = Object.entries(factsOf(facts)).filter(([, value]) => value !== null)
  return (
    <section aria-labelledby="token" className="border-b border-line py-4 page-inset md:pl-5">
      <SectionHead id="token" title="Token" note="never kept itself" />
      <dl className="mt-1 grid grid-cols-[84px_minmax(0,1fr)] gap-x-3 gap-y-1">
        {told.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-fg-3">{label}</dt>
            <dd className="min-w-0">{value}</dd>
          </div>
        ))}
      </dl>
      {facts.claims ? <Claims claims={facts.claims} /> : null}
    </section>
  )
}
