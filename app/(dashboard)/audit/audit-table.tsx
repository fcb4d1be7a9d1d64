'use client'
import { Fragment, useState } from 'react'
import { AuditRow } from '@/components/audit/audit-row'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import type { FilterField } from '@/components/ui/filter/field'
import { FilterBar } from '@/components/ui/filter/filter-bar'
import { NoMatch } from '@/components/ui/filter/no-match'
import { useFilters } from '@/components/ui/filter/use-filters'
import { AUDIT_ACTIONS } from '@/lib/domain/audit'
import type { AuditRow as Row } from '@/lib/domain/audit-row'

const FIELDS: FilterField[] = [
  { key: 'action', label: 'Action', kind: 'enum', options: AUDIT_ACTIONS.map((value) => ({ value, label: value })) },
  { key: 'actor', label: 'Actor', kind: 'text' },
  { key: 'subject', label: 'Subject', kind: 'text' },
  { key: 'from', label: 'Time', kind: 'date' },
  { key: 'to', label: 'Until', kind: 'date' },
]

const HEADS = [
  { label: 'Time', look: 'w-54 max-md:w-auto' },
  { label: 'Actor', look: 'w-40 max-md:hidden' },
  { label: 'Action', look: 'w-56 max-md:hidden' },
  { label: 'Subject', look: 'w-72 max-md:hidden' },
  { label: 'Reason', look: 'max-md:hidden' },
]

function Nothing({ total }: { total: string }) {
  const { held, values } = useFilters(FIELDS)
  if (held.length > 0 || values.q) return <NoMatch fields={FIELDS} total={total === '0' ? 'the events' : total} />
  return (
    <EmptyState
      inset
      title="Nothing is logged yet"
      action={<ButtonLink href="/connections">Connect a source</ButtonLink>}
    >
      Every change, by whomever, stands here from the moment it is made.
    </EmptyState>
  )
}

/** The log as a table. A line opens in place to what was recorded with it. */
export function AuditTable(props: { rows: Row[]; total: string; isEmpty: boolean; csvHref: string }) {
  const { rows, total, isEmpty, csvHref } = props
  const [opened, setOpened] = useState<string | null>(null)
  return (
    <>
      <FilterBar fields={FIELDS} csvHref={csvHref} count={`${rows.length} of ${total} events`} />
      <table aria-label="Audit events" className="w-full border-separate border-spacing-0 md:table-fixed">
        <thead>
          <tr>
            {HEADS.map(({ label, look }) => (
              <th
                key={label}
                scope="col"
                className={`sticky top-12 z-3 h-8 border-b border-line-strong bg-surface px-2 text-left text-12 font-normal text-fg-3 first:pl-4 last:pr-4 md:top-11 md:first:pl-6 md:last:pr-6 ${look}`}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Fragment key={row.id}>
              <AuditRow
                row={row}
                columns={HEADS.length}
                isOpen={opened === row.id}
                onToggle={() => setOpened(opened === row.id ? null : row.id)}
              />
            </Fragment>
          ))}
        </tbody>
      </table>
      {isEmpty ? <Nothing total={total} /> : null}
    </>
  )
}
