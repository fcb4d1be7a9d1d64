import { Tabs } from '@/components/ui/tabs'
import { GRANT_VIEWS, type GrantView } from '@/lib/domain/grant-filter'
import { hrefWith } from '../sessions/search-params'

export const VIEW_LABELS: Record<GrantView, string> = {
  active: 'Active',
  requested: 'Asked for',
  'over-scoped': 'Over-scoped',
  'never-expiring': 'Never expiring',
  unowned: 'Unowned',
  observed: 'Observed',
  ended: 'Ended',
  all: 'All',
}

/** The views as tabs with their counts. */
export function GrantViews({
  view,
  counts,
  cols,
}: {
  view: GrantView
  counts: Record<GrantView, number>
  cols?: string
}) {
  const tabs = GRANT_VIEWS.map((each) => ({
    href: hrefWith('/grants', { cols }, { view: each === 'active' ? null : each }),
    label: VIEW_LABELS[each],
    count: counts[each],
    current: each === view,
  }))
  return <Tabs label="Views" tabs={tabs} />
}
