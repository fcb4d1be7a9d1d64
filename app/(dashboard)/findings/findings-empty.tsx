'use client'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import type { FilterField } from '@/components/ui/filter/field'
import { NoMatch } from '@/components/ui/filter/no-match'
import { useFilters } from '@/components/ui/filter/use-filters'
import type { FindingView } from '@/lib/domain/finding-filter'
import { formatNumber } from '@/lib/format'

/** Why the list has no row: nothing was ever found, nothing is in this view, or no finding matches the filters. */
export function FindingsEmpty({ fields, total, view }: { fields: FilterField[]; total: number; view: FindingView }) {
  const { held, values } = useFilters(fields)
  if (held.length > 0 || values.q) return <NoMatch fields={fields} total={formatNumber(total)} />
  if (total > 0) {
    return (
      <EmptyState
        inset
        title={`No finding is ${view}`}
        action={<ButtonLink href="/findings?view=all">Show all {formatNumber(total)}</ButtonLink>}
      >
        Detectors run after every ingest and on a schedule.
      </EmptyState>
    )
  }
  return (
    <EmptyState inset title="No findings yet" action={<ButtonLink href="/connections">Connect a source</ButtonLink>}>
      Over-scoped, long-lived and orphaned access stands here as soon as a detector sees it.
    </EmptyState>
  )
}
