'use client'
import { plural } from '@/lib/format'
import { Button } from '../button'
import { EmptyState } from '../empty-state'
import { describeValue, type FilterField, OPERATORS } from './field'
import { useFilters } from './use-filters'

/** What stands in a list whose filters match nothing: *None of 642 match*, which filters hold, and a button that clears them. */
export function NoMatch({ fields, total }: { fields: FilterField[]; total: string }) {
  const { values, held, clear } = useFilters(fields)
  const words = held.map(
    (field) => `${field.label} ${OPERATORS[field.kind]} ${describeValue(field, values[field.key] ?? '')}`,
  )
  if (values.q) words.push(`found by “${values.q}”`)
  return (
    <EmptyState
      inset
      title={`None of ${total} match`}
      action={words.length > 0 ? <Button onClick={clear}>Clear {plural(words.length, 'filter')}</Button> : undefined}
    >
      {words.length > 0 ? `${words.join(', ')}.` : null}
    </EmptyState>
  )
}
