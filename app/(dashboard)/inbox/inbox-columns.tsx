import type { InboxItem as Item } from '@/lib/domain/inbox'
import { InboxItem } from './inbox-item'
import { InboxKeys } from './inbox-keys'
import { InboxList } from './inbox-list'
import type { Inbox } from './read-inbox'

/** List at the left, one question at the right; on the phone the one or the other (`isPage`: the question). */
export function InboxColumns({
  inbox,
  item,
  isPage,
  now,
}: {
  inbox: Inbox
  item: Item | null
  isPage: boolean
  now: Date
}) {
  const ids = inbox.page.rows.map(({ id }) => id)
  const place = item ? ids.indexOf(item.id) : -1
  const hrefAt = (index: number) => {
    const id = ids[index]
    return id ? inbox.hrefOf(id) : null
  }
  const next = hrefAt(place + 1)
  return (
    <div className="md:grid md:h-[calc(100vh-44px)] md:[main:has(>aside)_&]:h-[calc(100vh-76px)] md:grid-cols-[340px_minmax(0,1fr)]">
      <InboxKeys previous={place > 0 ? hrefAt(place - 1) : null} next={next} here={item && inbox.hrefOf(item.id)} />
      <InboxList
        key={inbox.view}
        view={inbox.view}
        rows={inbox.page.rows.map((row) => ({ ...row, href: inbox.hrefOf(row.id) }))}
        count={inbox.view === 'decided' ? null : inbox.counts[inbox.view]}
        previous={inbox.pageHref('before', inbox.page.previous)}
        next={inbox.pageHref('after', inbox.page.next)}
        here={item?.id ?? null}
        isPage={!isPage}
        now={now}
      />
      {item ? (
        <InboxItem item={item} isPage={isPage} next={isPage ? (next ?? `/inbox?view=${inbox.view}`) : null} now={now} />
      ) : null}
    </div>
  )
}
