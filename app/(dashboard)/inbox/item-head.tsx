import { Countdown } from '@/components/ui/countdown'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Status } from '@/components/ui/status'
import type { InboxItem } from '@/lib/domain/inbox'
import { formatDuration } from '@/lib/format'

const ASKS = {
  new: 'asks for the grant',
  renew: 'asks to renew the grant',
  extend: 'asks to extend the grant',
  widen: 'asks to widen the grant',
  session: 'asks for',
} as const

/** Who asks for what, in words. */
export function itemTitle({ kind, actor, title, change, requestedBy, terms, asked }: InboxItem): string {
  if (kind === 'policy') return `${requestedBy} proposes ${title}`
  if (kind === 'grant') return `${actor?.name} ${ASKS[change ?? 'new']} ${title}`
  const on = asked.map(({ system }) => system.name).join(', ')
  const seconds = terms?.ttlSeconds ?? null
  return `${actor?.name} asks for ${on || title}${seconds === null ? '' : ` for ${formatDuration(seconds)}`}`
}

function Meta({ item, now }: { item: InboxItem; now: Date }) {
  const { status, requestedAt, requestedBy, expiresAt, revision } = item
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-fg-3">
      <Status word={status} />
      <span className="code">{item.id}</span>
      <span>
        asked <RelativeTime at={requestedAt} now={now} /> by {requestedBy}
      </span>
      {revision > 0 ? <span>as offered since</span> : null}
      {status === 'pending' ? (
        <span>
          lapses in{' '}
          <b className="text-fg-2">
            <Countdown until={expiresAt} now={now} />
          </b>
        </span>
      ) : null}
    </p>
  )
}

/** Status, id, deadline, who asks for what, and why. */
export function ItemHead({ item, isPage, now }: { item: InboxItem; isPage: boolean; now: Date }) {
  const Title = isPage ? 'h1' : 'h2'
  const { principal, purpose, ticket } = item
  return (
    <header className="border-b border-line px-4 pt-4 pb-4 md:px-6 max-md:pt-3 max-md:pb-3">
      <Meta item={item} now={now} />
      <Title className="mt-1 mb-0.5 text-20 tracking-[-0.015em] break-words max-md:text-[18px] max-md:leading-6">
        {itemTitle(item)}
        {principal ? (
          <>
            {' '}
            <span className="text-fg-3">on behalf of</span>{' '}
            <Link href={`/identities/${principal.id}`}>{principal.name}</Link>
          </>
        ) : null}
      </Title>
      <p className="text-fg-2">
        {purpose ? `“${purpose}”` : 'No purpose was given.'}
        {ticket ? <span className="text-fg-3"> Ticket {ticket}.</span> : null}
      </p>
      {item.me.isConsent && item.me.cannotDecide === null ? (
        <p className="mt-1 font-medium">You are asked to agree that {item.actor?.name} acts in your name.</p>
      ) : null}
    </header>
  )
}
