'use client'
import { classList } from '@/components/ui/class-list'
import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import type { InboxRow as Row } from '@/lib/domain/inbox'
import type { InboxView } from '@/lib/domain/inbox-request'
import { formatNumber } from '@/lib/format'
import { BulkBar } from './bulk-bar'
import { InboxRow } from './inbox-row'
import { useSelection } from './selection-context'
import { useKeys } from './use-keys'

const HEADS: Record<InboxView, string> = {
  mine: 'Wait for you',
  others: 'Wait for others',
  decided: 'Decided and lapsed',
}

const EMPTY: Record<InboxView, { title: string; words: string }> = {
  mine: {
    title: 'Nothing waits for you',
    words: 'A session or grant that a person has to approve, and rules that somebody proposes, arrive here.',
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

type Props = {
  view: InboxView
  rows: (Row & { href: string })[]
  count: number | null
  previous: string | null
  next: string | null
  here: string | null
  isPage: boolean
  now: Date
}

/** The questions of one part of the inbox. On the phone it is a page of its own. */
export function InboxList({ view, rows, count, previous, next, here, isPage, now }: Props) {
  const { title, words } = EMPTY[view]
  const { ids, toggle, clear } = useSelection()
  const selected = rows.filter(({ id }) => ids.has(id))
  const isOpen = view !== 'decided'
  useKeys({ x: isOpen && here && rows.some(({ id }) => id === here) ? () => toggle(here) : undefined })
  return (
    <div className={classList('border-line md:overflow-auto md:border-r no-scrollbar', !isPage && 'max-md:hidden')}>
      {selected.length > 0 ? (
        <BulkBar rows={selected} onClear={clear} />
      ) : (
        <h2 className="sticky top-0 z-2 bg-surface px-4 pt-2.5 pb-1.5 text-12 font-medium text-fg-2 md:pl-6 max-md:static">
          {HEADS[view]} {count ? <span className="font-normal text-fg-3">{formatNumber(count)}</span> : null}
        </h2>
      )}
      {rows.length === 0 ? (
        <div className="px-4 md:pl-6">
          <EmptyState title={title}>{words}</EmptyState>
        </div>
      ) : null}
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <InboxRow
            key={row.id}
            row={row}
            here={row.id === here}
            now={now}
            selected={selected.includes(row)}
            onSelect={isOpen ? () => toggle(row.id) : null}
          />
        ))}
      </ul>
      <Pagination label="Pages of the inbox" previous={previous} next={next} />
    </div>
  )
}
