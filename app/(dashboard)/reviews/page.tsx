import { Siren } from 'lucide-react'
import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { ButtonLink } from '@/components/ui/button'
import { Tabs } from '@/components/ui/tabs'
import { isAllowed } from '@/lib/domain/authorization'
import { REVIEW_STATES, reviewListInput } from '@/lib/domain/break-glass'
import { pageContext } from '@/lib/http/context'
import { listReviews } from '@/lib/queries/list-reviews'
import { hrefWith, type SearchParams, singleValues } from '../sessions/search-params'
import { ReviewList } from './review-list'

export const metadata: Metadata = { title: 'Reviews' }

const LABELS = { open: 'Open', overdue: 'Overdue', closed: 'Closed' } as const

/** Every emergency access and its review: those that wait first, the nearest date before. */
export default async function ReviewsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext()
  const params = singleValues(await searchParams)
  const request = reviewListInput.parse(params)
  const { rows, next, previous } = await listReviews(ctx, request)
  const tabs = [undefined, ...REVIEW_STATES].map((state) => ({
    href: hrefWith('/reviews', {}, { state: state ?? null }),
    label: state ? LABELS[state] : 'All',
    current: state === request.state,
  }))
  const breaks = isAllowed(ctx, 'break-glass') ? (
    <ButtonLink href="/break-glass" variant="ends" icon={<Siren aria-hidden="true" />}>
      Break the glass
    </ButtonLink>
  ) : undefined
  return (
    <>
      <TopBar title="Reviews" now={ctx.now} end={breaks} />
      <Tabs label="Views" tabs={tabs} />
      <ReviewList
        rows={rows}
        canClose={isAllowed(ctx, 'close-review')}
        state={request.state ?? null}
        previous={previous && hrefWith('/reviews', params, { before: previous, after: null })}
        next={next && hrefWith('/reviews', params, { after: next, before: null })}
        now={ctx.now}
      />
    </>
  )
}
