'use client'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { hrefWith } from '@/app/(dashboard)/sessions/search-params'
import { ChangeFindingDialog, type ChangeFindings } from '@/components/finding/change-finding-dialog'
import { CHANGE_WORDS, canChange, FINDING_CHANGES, type FindingChange } from '@/components/finding/change-words'
import { Button, Eligible } from '@/components/ui/button'
import { FilterBar } from '@/components/ui/filter/filter-bar'
import { DataTable } from '@/components/ui/table/data-table'
import type { FindingListRequest, FindingView } from '@/lib/domain/finding-filter'
import type { FindingRow } from '@/lib/domain/finding-row'
import { formatNumber } from '@/lib/format'
import { findingColumns, findingFields } from './finding-columns'
import { FindingsEmpty } from './findings-empty'

type Props = {
  rows: FindingRow[]
  request: FindingListRequest
  counts: { views: Record<FindingView, number>; matching: number; detectors: string[] }
  now: Date
  can: { handle: boolean }
  change: ChangeFindings
}
type Asked = { to: FindingChange; rows: FindingRow[]; clear: () => void }

const eligible = (rows: readonly FindingRow[], to: FindingChange) => rows.filter((row) => canChange(row.status, to))

/** The list of findings, with what can be decided about a selection and for how many of it. */
export function FindingsTable({ rows, request, counts, now, can, change }: Props) {
  const params = Object.fromEntries(useSearchParams())
  const [asked, setAsked] = useState<Asked | null>(null)
  const columns = findingColumns(now)
  const fields = findingFields(counts.detectors)
  const bulk = (chosen: FindingRow[], clear: () => void) => (
    <BulkActions rows={chosen} ask={(to) => setAsked({ to, rows: chosen, clear })} />
  )
  const csv = hrefWith('/findings/csv', params, { after: null, before: null, finding: null, cols: null })
  const total = formatNumber(counts.views.all)
  return (
    <>
      <FilterBar
        fields={fields}
        columns={columns}
        csvHref={csv}
        count={`${formatNumber(counts.matching)} of ${total} rows`}
      />
      <DataTable
        label="Findings"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowLabel={(row) => `${row.title}, ${row.subject.name}`}
        rowHref={(row) => hrefWith('/findings', params, { finding: row.id })}
        sort={{ key: request.sort.replace('-', ''), descending: request.sort.startsWith('-') }}
        bulkActions={can.handle ? bulk : undefined}
        empty={<FindingsEmpty fields={fields} total={counts.views.all} view={request.view ?? 'open'} />}
      />
      {asked ? <Change asked={asked} now={now} change={change} onClose={() => setAsked(null)} /> : null}
    </>
  )
}

function Change({
  asked,
  now,
  change,
  onClose,
}: Pick<Props, 'now' | 'change'> & { asked: Asked; onClose: () => void }) {
  const changing = eligible(asked.rows, asked.to)
  return (
    <ChangeFindingDialog
      findingIds={changing.map((row) => row.id)}
      leftOut={asked.rows.length - changing.length}
      to={asked.to}
      now={now}
      change={change}
      onClose={onClose}
      onDone={asked.clear}
    />
  )
}

function BulkActions({ rows, ask }: { rows: FindingRow[]; ask: (to: FindingChange) => void }) {
  return FINDING_CHANGES.map((to) => {
    const count = eligible(rows, to).length
    return (
      <Button key={to} disabled={count === 0} onClick={() => ask(to)}>
        {CHANGE_WORDS[to].verb} <Eligible>{`${count} of ${rows.length}`}</Eligible>
      </Button>
    )
  })
}
