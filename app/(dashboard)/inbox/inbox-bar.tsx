import { TopBar } from '@/components/shell/top-bar'
import { Kbd } from '@/components/ui/kbd'
import { Segmented } from '@/components/ui/segmented'
import { formatNumber } from '@/lib/format'
import type { Inbox } from './read-inbox'

function Views({ inbox, small = false }: { inbox: Inbox; small?: boolean }) {
  const { view, counts } = inbox
  const segments = [
    { value: 'mine', label: `Mine ${formatNumber(counts.mine)}`, href: '/inbox?view=mine' },
    { value: 'others', label: `Others ${formatNumber(counts.others)}`, href: '/inbox?view=others' },
    { value: 'decided', label: 'Decided', href: '/inbox?view=decided' },
  ]
  return <Segmented label="Part of the inbox" value={view} segments={segments} size={small ? 'sm' : 'md'} />
}

/** The bar of the inbox: its parts with their counts, and the keys that move through it. */
export function InboxBar({ inbox, title, now }: { inbox: Inbox; title?: string; now: Date }) {
  const end = (
    <>
      <span className="text-fg-3">
        <Kbd>J</Kbd> <Kbd>K</Kbd> to move, <Kbd>?</Kbd> for all
      </span>
      <Views inbox={inbox} />
    </>
  )
  if (!title) return <TopBar title="Inbox" end={end} phoneEnd={<Views inbox={inbox} small />} now={now} />
  const back = { href: `/inbox?view=${inbox.view}`, label: 'Inbox' }
  return <TopBar title={title} crumbs={[back]} end={end} now={now} />
}
