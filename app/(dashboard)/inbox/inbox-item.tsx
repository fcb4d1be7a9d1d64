import { classList } from '@/components/ui/class-list'
import type { InboxItem as Item } from '@/lib/domain/inbox'
import { formatDuration } from '@/lib/format'
import { decide } from './actions'
import { AskedSection } from './asked-section'
import { BoundsSection } from './bounds-section'
import { DecideBar } from './decide-bar'
import type { Decidable } from './decide-dialog'
import { DecidersSection } from './deciders-section'
import { HistorySection } from './history-section'
import { ItemHead, itemTitle } from './item-head'
import { RunSection } from './run-section'

/** What each vote does, precisely. */
function outcomesOf({ kind, ttlSeconds, actor }: Item): Decidable['outcomes'] {
  if (kind === 'grant') {
    return {
      approve: [
        'The grant is active at once, or from its start where that is later.',
        `${actor.name} may then ask for sessions within these bounds, as often as it needs.`,
      ],
      deny: ['The grant never becomes active. It has to be asked for again.', 'Whoever asked reads your reason.'],
    }
  }
  const life = ttlSeconds === null ? 'its life' : formatDuration(ttlSeconds)
  return {
    approve: [
      `Its client may take one session, once, within the hour. Its ${life} begin when it is taken.`,
      'Nothing else can be taken with this approval: another request is another question.',
    ],
    deny: [
      'Its client is told that access was denied, and gets no session.',
      'It may ask again, which is a new question.',
    ],
  }
}

const toDecidable = (item: Item): Decidable => ({
  id: item.id,
  title: itemTitle(item),
  outcomes: outcomesOf(item),
})

/** One question with everything needed to answer it, and the answers. `next`: where to go when it is answered. */
export function InboxItem({
  item,
  isPage,
  next,
  now,
}: {
  item: Item
  isPage: boolean
  next: string | null
  now: Date
}) {
  return (
    <article className={classList('flex min-h-0 min-w-0 flex-col', !isPage && 'max-md:hidden')}>
      <div className="flex flex-1 flex-col no-scrollbar max-md:pb-24 md:min-h-0 md:overflow-auto">
        <ItemHead item={item} isPage={isPage} now={now} />
        <div className="flex-1 min-[1180px]:grid min-[1180px]:grid-cols-[minmax(0,1fr)_300px]">
          <div className="min-w-0">
            <AskedSection item={item} />
            <BoundsSection item={item} />
            {item.context ? <RunSection context={item.context} /> : null}
          </div>
          <aside className="border-line min-[1180px]:border-l">
            <DecidersSection item={item} now={now} />
            <HistorySection item={item} />
          </aside>
        </div>
      </div>
      <DecideBar key={item.id} item={toDecidable(item)} cannotDecide={item.cannotDecide} decide={decide} next={next} />
    </article>
  )
}
