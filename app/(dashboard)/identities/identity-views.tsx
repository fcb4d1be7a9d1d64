import { Tabs } from '@/components/ui/tabs'
import { IDENTITY_VIEWS, type IdentityView } from '@/lib/domain/identity-filter'
import { hrefWith } from '../sessions/search-params'

const LABELS: Record<IdentityView, string> = {
  all: 'All',
  'non-human': 'Non-human',
  unowned: 'Unowned',
  departed: 'Departed',
  'third-party': 'Third party',
}

/** The views as tabs with their counts. */
export function IdentityViews(props: { view: IdentityView; counts: Record<IdentityView, number>; cols?: string }) {
  const tabs = IDENTITY_VIEWS.map((each) => ({
    href: hrefWith('/identities', { cols: props.cols }, { view: each === 'all' ? null : each }),
    label: LABELS[each],
    count: props.counts[each],
    current: each === props.view,
  }))
  return <Tabs label="Views" tabs={tabs} />
}
