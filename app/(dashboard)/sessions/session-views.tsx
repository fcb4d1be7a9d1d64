import { Tabs } from '@/components/ui/tabs'
import { SESSION_VIEWS, type SessionView, UNUSED_AFTER_DAYS } from '@/lib/domain/session-filter'
import { formatNumber } from '@/lib/format'
import { hrefWith } from './search-params'

/** The names of the views, as tabs and elsewhere. */
export const VIEW_LABELS: Record<SessionView, string> = {
  live: 'Live',
  'over-limit': 'Over limit',
  unowned: 'Unowned',
  unused: `Unused > ${UNUSED_AFTER_DAYS} d`,
  'ends-today': 'Ends today',
  observed: 'Observed',
  ended: 'Ended, 30 d',
  all: 'All',
}

type Counts = Record<Exclude<SessionView, 'ended' | 'all'>, number> & { ended: { count: number; isMore: boolean } }

/** The views as tabs with their counts. A count that was not taken to the end says so; all are not counted. */
export function SessionViews({ view, counts, cols }: { view: SessionView; counts: Counts; cols?: string }) {
  const label = (each: SessionView) =>
    each === 'ended' && counts.ended.isMore
      ? `${VIEW_LABELS.ended} (over ${formatNumber(counts.ended.count)})`
      : VIEW_LABELS[each]
  const count = (each: SessionView) => {
    if (each === 'all') return undefined
    if (each === 'ended') return counts.ended.isMore ? undefined : counts.ended.count
    return counts[each]
  }
  const tabs = SESSION_VIEWS.map((each) => ({
    href: hrefWith('/sessions', { cols }, { view: each === 'live' ? null : each }),
    label: label(each),
    count: count(each),
    current: each === view,
  }))
  return <Tabs label="Views" tabs={tabs} />
}
