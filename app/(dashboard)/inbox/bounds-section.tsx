import Link from 'next/link'
import type { ReactNode } from 'react'
import { Bar } from '@/components/ui/breadth-bar'
import { SectionHead } from '@/components/ui/section-head'
import type { InboxItem } from '@/lib/domain/inbox'
import { formatDate, formatDuration } from '@/lib/format'

function breadthOf({ breadth, limit, ttlSeconds }: InboxItem): ReactNode {
  if (breadth === null) return 'unknown, as its permissions are'
  const isOver = limit !== null && breadth > limit
  return (
    <span className="flex flex-wrap items-center gap-x-2.5">
      <b>{breadth}</b> <Bar breadth={breadth} limit={limit} className="w-32" />
      <span className={`text-12 ${isOver ? 'text-danger-fg' : 'text-fg-3'}`}>
        {limit === null
          ? null
          : `${isOver ? `${breadth - limit} over the` : 'within the'} limit ${limit} at ${formatDuration(ttlSeconds)}`}
      </span>
    </span>
  )
}

function factsOf(item: InboxItem): Record<string, ReactNode> {
  const { kind, client, grant, ttlSeconds, isDpopBound, standsUntil, windows, sessionId } = item
  const life = ttlSeconds === null ? 'not bounded' : `at most ${formatDuration(ttlSeconds)}`
  const isSession = kind === 'session'
  return {
    Breadth: breadthOf(item),
    'Session life': isSession ? `${life}, from the moment its client takes it` : life,
    Token: isDpopBound ? 'bound to a key of its holder (DPoP)' : 'a bearer token',
    Stands: isSession ? null : standsUntil ? (
      `until ${formatDate(standsUntil)}`
    ) : (
      <b className="text-danger-fg">without an end</b>
    ),
    Windows: windows.length > 0 ? windows.join('; ') : isSession ? null : 'at any time',
    Client: client && (
      <>
        {client.name} <span className="code text-fg-3 break-all">{client.id}</span>
      </>
    ),
    Grant: (
      <Link href={`/grants/${grant.id}`} className="text-accent-fg">
        {grant.name}
      </Link>
    ),
    Issued: sessionId && (
      <Link href={`/sessions/${sessionId}`} className="text-accent-fg">
        The session that was issued
      </Link>
    ),
  }
}

/** How broad, how long, how bound, by which client and under which grant. */
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
