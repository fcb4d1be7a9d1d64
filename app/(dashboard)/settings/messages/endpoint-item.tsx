import { RelativeTime } from '@/components/ui/relative-time'
import { Tag } from '@/components/ui/tag'
import type { EndpointRow } from '@/lib/domain/endpoint'
import { KIND_WORDS, type MessageKind } from '@/lib/domain/message'
import { EndpointDeeds } from './endpoint-deeds'

function aboutOf({ kind, kinds, member, ticket }: EndpointRow): string {
  if (ticket)
    return `Ticket at ${ticket.keyPath}, state at ${ticket.statusPath}, closed is ${ticket.closedStatuses.join(', ')}`
  if (kind === 'reviewer') return 'Comments, or denies where a rule lets it'
  if (member) return `${member}’s own: told what they are, with their links`
  return `Told of ${kinds.map((each) => KIND_WORDS[each as MessageKind]).join(', ')}`
}

/** One endpoint: where it is, what it is told, when it last worked, and what went wrong since. */
export function EndpointItem({ endpoint, address, now }: { endpoint: EndpointRow; address: string; now: Date }) {
  const { id, kind, name, url, format, status, lastSucceededAt, lastError } = endpoint
  return (
    <li className="border-t border-line py-2.5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <b>{name}</b>
        {format === 'slack' ? <Tag>Slack</Tag> : null}
        {status === 'disabled' ? <Tag red>disabled</Tag> : null}
        <span className="code min-w-0 break-all text-fg-2">{url ?? `${address}/api/webhooks/tickets/${id}`}</span>
        <span className="ml-auto">
          <EndpointDeeds endpoint={endpoint} />
        </span>
      </div>
      <p className="mt-0.5 text-12 text-fg-3">
        {aboutOf(endpoint)}
        {kind === 'ticket' ? ' · last closed one ' : ' · last answered '}
        <RelativeTime at={lastSucceededAt} now={now} />
      </p>
      {lastError ? <p className="text-12 text-high-fg">Last try failed: {lastError}</p> : null}
    </li>
  )
}
