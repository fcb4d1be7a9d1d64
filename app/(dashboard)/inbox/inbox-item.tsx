import { classList } from '@/components/ui/class-list'
import type { InboxItem as Item } from '@/lib/domain/inbox'
import { BoundsSection } from './bounds-section'
import { BreadthSection } from './breadth-section'
import { ChangesSection } from './changes-section'
import { DecideBar } from './decide-bar'
import { HistorySection } from './history-section'
import { ItemHead, itemTitle } from './item-head'
import { OfferProvider } from './offer-context'
import { OffersSection } from './offers-section'
import { ProposalSection } from './proposal-section'
import { ReachSection } from './reach-section'
import { ReadMark } from './read-mark'
import { RunSection } from './run-section'
import { TalkSection } from './talk-section'
import { VotesSection } from './votes-section'
import { WorthSection } from './worth-section'

function What({ item }: { item: Item }) {
  if (item.kind === 'policy') return <ProposalSection item={item} />
  return (
    <>
      <ChangesSection />
      <BreadthSection />
      <ReachSection />
      {item.context ? <RunSection context={item.context} /> : null}
    </>
  )
}

type Props = { item: Item; isPage: boolean; next: string | null; now: Date }

/** One question with everything needed to answer it, and the answers. `next`: where to go when it is answered. */
export function InboxItem({ item, isPage, next, now }: Props) {
  return (
    <OfferProvider key={`${item.id} ${item.revision}`} item={item} now={now}>
      <article className={classList('flex min-h-0 min-w-0 flex-col', !isPage && 'max-md:hidden')}>
        <div className="flex flex-1 flex-col no-scrollbar max-md:pb-36 md:min-h-0 md:overflow-auto">
          <ItemHead item={item} isPage={isPage} now={now} />
          <div className="flex-1 min-[1180px]:grid min-[1180px]:grid-cols-[minmax(0,1fr)_300px]">
            <div className="min-w-0">
              <OffersSection item={item} now={now} />
              <What item={item} />
              <TalkSection item={item} now={now} />
              <BoundsSection item={item} />
            </div>
            <aside className="border-line min-[1180px]:border-l">
              <VotesSection item={item} now={now} />
              <WorthSection worth={item.worth} />
              <HistorySection item={item} />
            </aside>
          </div>
        </div>
        <DecideBar title={itemTitle(item)} next={next} />
        {isPage && item.status === 'pending' ? <ReadMark approvalId={item.id} /> : null}
      </article>
    </OfferProvider>
  )
}
