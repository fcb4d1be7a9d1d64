import { hrefWith } from '@/app/(dashboard)/sessions/search-params'
import { Tabs } from '@/components/ui/tabs'
import { FINDING_VIEWS, type FindingListRequest, type FindingView, findingView } from '@/lib/domain/finding-filter'
import type { FindingCountsByView } from '@/lib/queries/count-finding-views'

const LABELS: Record<FindingView, string> = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  accepted: 'Accepted',
  snoozed: 'Snoozed',
  resolved: 'Resolved',
  all: 'All',
}

/** The views of the list with their counts. Another view keeps the filters and starts at its first page. */
export function FindingViews(props: {
  params: Record<string, string | undefined>
  request: FindingListRequest
  counts: FindingCountsByView
}) {
  const { params, request, counts } = props
  const current = findingView(request)
  const tabs = FINDING_VIEWS.map((view) => ({
    href: hrefWith('/findings', params, { view, status: null, after: null, before: null, finding: null }),
    label: LABELS[view],
    count: counts.views[view],
    current: view === current,
  }))
  return <Tabs label="Views of findings" tabs={tabs} />
}
