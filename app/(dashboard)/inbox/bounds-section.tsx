import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import type { InboxItem } from '@/lib/domain/inbox'
import { plural } from '@/lib/format'

function ruledBy({ ruled }: InboxItem): ReactNode {
  const { version, rule, current } = ruled
  const of = version === 0 ? 'the rules that Remit brings along' : `version ${version} of the rules`
  const since = version === current ? '' : `; version ${current} holds by now`
  return (
    <Link href="/policies" className="text-accent-fg">
      {rule ? `${rule}, ${of}` : of}
      {since}
    </Link>
  )
}

function factsOf(item: InboxItem): Record<string, ReactNode> {
  const { kind, client, grant, terms, sessionId, endsWithTicket, ticket } = item
  const most = terms?.maxConcurrentSessions
  return {
    Token: terms && (terms.isDpopBound ? 'bound to a key of its holder (DPoP)' : 'a bearer token'),
    'At a time': most ? plural(most, 'session') : null,
    'Each session': kind === 'grant' && terms?.requiresSessionApproval ? 'is approved by itself' : null,
    Ticket: endsWithTicket ? `ends with ${ticket}, or after its bounds, whichever is first` : null,
    Client: client && (
      <>
        {client.name} <span className="code text-fg-3 break-all">{client.id}</span>
      </>
    ),
    Grant: grant && (
      <Link href={`/grants/${grant.id}`} className="text-accent-fg">
        {grant.name}
      </Link>
    ),
    'Asked under': ruledBy(item),
    Issued: sessionId && (
      <Link href={`/sessions/${sessionId}`} className="text-accent-fg">
        The session that was issued
      </Link>
    ),
  }
}

/** How bound, by which client, under which grant and which rules. */
export function BoundsSection({ item }: { item: InboxItem }) {
  const facts = Object.entries(factsOf(item)).filter(([, value]) => value !== null)
  return (
    <section aria-labelledby="bounds" className="border-b border-line px-4 pt-3.5 pb-3 md:px-6">
      <SectionHead id="bounds" title="Within which bounds" />
      <dl className="mt-1 grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 gap-y-1">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-fg-3">{label}</dt>
            <dd className="min-w-0">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
