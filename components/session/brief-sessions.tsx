'use client'
import { useMemo } from 'react'
import { DataTable } from '@/components/ui/table/data-table'
import type { SessionRow } from '@/lib/domain/session-row'
import { RevokeButton } from './revoke-button'
import type { SessionActions } from './session-actions'
import { sessionColumns } from './session-columns'

const SHOWN = ['actor', 'breadth', 'status', 'system', 'ends', 'used']

/** A few delegated sessions of another thing's page, each a click from its page and two from revoked. */
export function BriefSessions(props: {
  label: string
  rows: SessionRow[]
  now: Date
  actions: SessionActions
  canRevoke: boolean
}) {
  const { label, rows, now, actions, canRevoke } = props
  const columns = useMemo(() => {
    const wanted = sessionColumns({ now }).filter((column) => SHOWN.includes(column.id))
    return wanted.map(({ sortKey: _, ...column }, index) => ({
      ...column,
      optional: false,
      width: index === 0 ? undefined : (column.width ?? 0) + (index === wanted.length - 1 ? 20 : 0),
    }))
  }, [now])
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      rowLabel={(row) => `${row.actor.name} for ${row.principal.name}`}
      rowHref={(row) => `/sessions/${row.id}`}
      rowActions={(row) =>
        canRevoke && row.canRevoke ? <RevokeButton sessionIds={[row.id]} actions={actions} /> : null
      }
    />
  )
}
