import Link from 'next/link'
import { classList } from '@/components/ui/class-list'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import { RelativeTime } from '@/components/ui/relative-time'
import { Status } from '@/components/ui/status'
import { KindIcon } from '@/components/ui/who'
import type { InboxRow, InboxView } from '@/lib/domain/inbox'
import { formatDuration, plural } from '@/lib/format'
import type { Inbox } from './read-inbox'

const HEADS: Record<InboxView, string> = {
  mine: 'Wait for you',
  others: 'Wait for others',
  decided: 'Decided and lapsed',
}

const EMPTY: Record<InboxView, { title: string; words: string }> = {
  mine: {
    title: 'Nothing waits for you',
    words: 'A session that a person has to approve, and a grant that somebody asks for, arrive here.',
  },
  others: {
    title: 'Nothing waits for others',
    words: 'What you asked for yourself, or what is done in your name, is decided by somebody else and stands here.',
  },
  decided: {
    title: 'Nothing was decided yet',
    words: 'Nothing disappears: what was decided or has lapsed stays here.',
  },
}

/** What is asked, in a line: what for, and how long. */
function what({ kind, grant, ttlSeconds, systems }: InboxRow): string {
  const on = systems.length > 2 ? plural(systems.length, 'system') : systems.join(', ')
  if (kind === 'grant') return `Grant ${grant.name}${on ? `, on ${on}` : ''}`
  const length = ttlSeconds === null ? 'A session' : formatDuration(ttlSeconds)
  return `${length} on ${on || 'an unknown system'}, ${grant.name}`
}

function Pips({ given, needed }: InboxRow['votes']) {
  const words = `${given} of ${plural(needed, 'vote')}`
  return (
    <span className="inline-flex gap-0.5" title={words}>
      {Array.from({ length: needed }, (_, index) => (
        <i
          // biome-ignore lint/suspicious/noArrayIndexKey: dots have no identity
          key={index}
          aria-hidden="true"
          className={classList('size-1.75 rounded-full', index < given ? 'bg-good' : 'border-[1.25px] border-fg-3')}
        />
      ))}
      <span className="sr-only">{words}</span>
    </span>
  )
}

function Row({ row, href, here, now }: { row: InboxRow; href: string; here: boolean; now: Date }) {
  const isOpen = row.status === 'pending'
  return (
    <li>
      <Link
        href={href}
        scroll={false}
        aria-current={here ? 'true' : undefined}
        data-inbox-row
        className={classList(
          'grid grid-cols-[14px_minmax(0,1fr)_auto] items-center gap-x-2 py-1.75 pr-4 pl-4 hover:bg-surface-hover hover:text-fg md:pl-6',
          here && 'md:bg-selection md:shadow-[inset_2px_0_0_var(--accent)]',
        )}
      >
        <KindIcon kind={row.actor.kind} />
        <span className={classList('truncate', isOpen ? 'font-medium' : 'text-fg-2')}>{row.actor.name}</span>
        {isOpen ? (
          <RelativeTime at={row.expiresAt} now={now} className={`text-12 ${here ? 'text-fg-2' : 'text-fg-3'}`} />
        ) : (
          <Status word={row.status} className="text-12" />
        )}
        <span className="col-span-2 col-start-2 truncate text-fg-2">{what(row)}</span>
        <span className="col-span-2 col-start-2 mt-px flex items-center gap-2 text-12 text-fg-3">
          {isOpen ? <Pips {...row.votes} /> : null}
          <span className="truncate">
            for {row.principal.name}
            {!isOpen && row.decidedBy ? `, by ${row.decidedBy}` : ''}
          </span>
          <span className="ml-auto tabular-nums" title="Breadth of what is asked">
            {row.breadth === null ? 'unknown' : <b className="text-fg-2">{row.breadth}</b>}
          </span>
        </span>
      </Link>
    </li>
  )
}

type Props = { inbox: Inbox; here: string | null; isPage: boolean; now: Date }

/** The questions of one part of the inbox. On the phone it is a page of its own. */
export function InboxList({ inbox, here, isPage, now }: Props) {
  const { view, page, hrefOf, pageHref } = inbox
  const { title, words } = EMPTY[view]
  const count = view === 'decided' ? undefined : inbox.counts[view]
  return (
    <div className={classList('border-line md:overflow-auto md:border-r no-scrollbar', !isPage && 'max-md:hidden')}>
      <h2 className="sticky top-0 z-1 bg-surface px-4 pt-2.5 pb-1.5 text-12 font-medium text-fg-2 md:pl-6 max-md:static">
        {HEADS[view]} {count ? <span className="font-normal text-fg-3">{count}</span> : null}
      </h2>
      {page.rows.length === 0 ? (
        <div className="px-4 md:pl-6">
          <EmptyState title={title}>{words}</EmptyState>
        </div>
      ) : null}
      <ul className="divide-y divide-line">
        {page.rows.map((row) => (
          <Row key={row.id} row={row} href={hrefOf(row.id)} here={row.id === here} now={now} />
        ))}
      </ul>
      <Pagination
        label="Pages of the inbox"
        previous={pageHref('before', page.previous)}
        next={pageHref('after', page.next)}
      />
    </div>
  )
}
