import { ChevronRight } from 'lucide-react'
import { MessageFacts } from '@/components/message/message-facts'
import { ButtonLink } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Tag } from '@/components/ui/tag'
import type { MessageRow } from '@/lib/domain/message-row'

function stateOf({ status, by, lastError }: MessageRow, isKept: boolean): string | null {
  if (status === 'queued') return lastError ? `waits for another try: ${lastError}` : 'waits to be sent'
  if (status === 'failed') return `not sent: ${lastError ?? 'unknown'}`
  return by === 'kept' && !isKept ? 'kept here' : null
}

type Props = { row: MessageRow; now: Date; showsTo: boolean; isKept: boolean }

function Summary({ row, now, showsTo, isKept }: Props) {
  const state = stateOf(row, isKept)
  return (
    <summary className="flex min-h-8 cursor-pointer flex-wrap items-center gap-x-2 py-1.5 hover:bg-surface-hover max-md:min-h-13">
      <span className="flex min-w-0 items-baseline gap-2">
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 shrink-0 translate-y-0.5 text-fg-3 group-open:rotate-90"
          strokeWidth={1.75}
        />
        <b className="min-w-0">{row.subject}</b>
      </span>
      {showsTo ? <span className="text-fg-3 max-md:pl-5.5">to {row.to}</span> : null}
      {state ? <Tag red={row.status === 'failed'}>{state}</Tag> : null}
      <span className="ml-auto text-12 text-fg-3">
        <RelativeTime at={row.sentAt ?? row.createdAt} now={now} />
      </span>
    </summary>
  )
}

/** One message, opened to what it says. `isKept`: no mail server is set, so that all of it is. */
export function MailItem(props: Props) {
  const { row } = props
  const { lead, facts, list, quote, pathWords } = row.body
  return (
    <li className="border-b border-line">
      <details className="group">
        <Summary {...props} />
        <div className="max-w-160 pt-1 pb-4 pl-5.5">
          <p>{lead}</p>
          {quote ? (
            <blockquote className="mt-2 border-l-2 border-line-strong pl-3 text-fg-2">{quote}</blockquote>
          ) : null}
          <MessageFacts facts={facts} />
          {list.length > 0 ? (
            <ul className="mt-2 list-disc pl-4">
              {list.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          ) : null}
          {row.path ? (
            <p className="mt-3">
              <ButtonLink href={row.path}>{row.isLink ? pathWords : 'Open in Remit'}</ButtonLink>
            </p>
          ) : null}
        </div>
      </details>
    </li>
  )
}
