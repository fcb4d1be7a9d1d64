import { EmptyState } from '@/components/ui/empty-state'
import { Pagination } from '@/components/ui/pagination'
import type { ReviewRow, ReviewState } from '@/lib/domain/break-glass'
import { ReviewItem } from './review-item'

const EMPTY: Record<ReviewState | 'all', [title: string, words: string]> = {
  all: [
    'Nobody has broken the glass',
    'Emergency access stands here, with its review, for as long as there are records.',
  ],
  open: ['No review waits', 'Those that are due stand here, the nearest date first.'],
  overdue: ['No review is overdue', 'Overdue reviews are findings, too.'],
  closed: ['No review was closed yet', 'What was found stands here.'],
}

type Props = {
  rows: ReviewRow[]
  canClose: boolean
  state: ReviewState | null
  previous: string | null
  next: string | null
  now: Date
}

/** Emergency access one below another: there are few of them, and each is to be read. */
export function ReviewList({ rows, canClose, state, previous, next, now }: Props) {
  const [title, words] = EMPTY[state ?? 'all']
  if (rows.length === 0)
    return (
      <EmptyState inset title={title}>
        {words}
      </EmptyState>
    )
  return (
    <>
      <ul className="divide-y divide-line border-b border-line">
        {rows.map((row) => (
          <ReviewItem key={row.grantId} row={row} canClose={canClose} now={now} />
        ))}
      </ul>
      <Pagination previous={previous} next={next} />
    </>
  )
}
