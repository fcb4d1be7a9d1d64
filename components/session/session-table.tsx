'use client'
import { Ban, Lock, UserRound } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { Button, Eligible } from '@/components/ui/button'
import { DataTable } from '@/components/ui/table/data-table'
import type { Sort } from '@/components/ui/table/sort-link'
import type { SessionRow } from '@/lib/domain/session-row'
import { LockDialog } from './lock-dialog'
import { OwnerDialog } from './owner-dialog'
import { useRevocationToast } from './revoke-button'
import { RevokeDialog } from './revoke-dialog'
import type { SessionActions } from './session-actions'
import { sessionColumns } from './session-columns'

/** What the reader's roles allow. */
export type SessionDeeds = { revoke: boolean; lock: boolean; assignOwner: boolean }

type Props = {
  rows: SessionRow[]
  now: Date
  sort?: Sort
  actions: SessionActions
  can: SessionDeeds
  /** Who may become an owner; without them none can be assigned here. */
  owners?: { value: string; label: string }[]
  empty?: ReactNode
}

type Asked = { what: 'revoke' | 'lock' | 'owner'; rows: SessionRow[]; clear: () => void }

const idsOf = (rows: readonly SessionRow[]) => rows.map((row) => row.id)
const lockable = (rows: readonly SessionRow[]) => rows.filter((row) => row.canLock)

/** The table of delegated sessions with what can be done to them: on a row, or on a selection with who is eligible. */
export function SessionTable(props: Props) {
  const { rows, now, sort, can, owners = [] } = props
  const [asked, setAsked] = useState<Asked | null>(null)
  const columns = useMemo(() => sessionColumns({ now }), [now])
  const ask = (what: Asked['what'], chosen: SessionRow[], clear: () => void = () => undefined) =>
    setAsked({ what, rows: chosen, clear })
  const bulk = (chosen: SessionRow[], clear: () => void) => (
    <BulkActions
      rows={chosen}
      can={{ ...can, assignOwner: can.assignOwner && owners.length > 0 }}
      ask={(what) => ask(what, chosen, clear)}
    />
  )
  return (
    <>
      <DataTable
        label="Delegated sessions"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowLabel={(row) => `${row.actor.name} for ${row.principal.name}`}
        rowHref={(row) => `/sessions/${row.id}`}
        sort={sort}
        bulkActions={can.revoke || can.lock || can.assignOwner ? bulk : undefined}
        rowActions={(row) => <RowActions row={row} can={can} ask={(what) => ask(what, [row])} />}
        empty={props.empty}
      />
      {asked ? <Dialogs asked={asked} set={setAsked} {...props} /> : null}
    </>
  )
}

function RowActions({ row, can, ask }: { row: SessionRow; can: SessionDeeds; ask: (what: Asked['what']) => void }) {
  return (
    <>
      {can.revoke && row.canRevoke ? (
        <Button variant="ends" onClick={() => ask('revoke')}>
          Revoke
        </Button>
      ) : null}
      {can.lock && row.canLock ? <Button onClick={() => ask('lock')}>Lock</Button> : null}
    </>
  )
}

function BulkActions({
  rows,
  can,
  ask,
}: {
  rows: SessionRow[]
  can: SessionDeeds
  ask: (what: Asked['what']) => void
}) {
  const revocable = rows.filter((row) => row.canRevoke).length
  const locks = lockable(rows).length
  return (
    <>
      {can.revoke ? (
        <Button
          variant="ends"
          icon={<Ban aria-hidden="true" />}
          disabled={revocable === 0}
          onClick={() => ask('revoke')}
        >
          Revoke <Eligible>{`${revocable} of ${rows.length}`}</Eligible>
        </Button>
      ) : null}
      {can.lock ? (
        <Button icon={<Lock aria-hidden="true" />} disabled={locks === 0} onClick={() => ask('lock')}>
          Lock <Eligible>{`${locks} of ${rows.length}`}</Eligible>
        </Button>
      ) : null}
      {can.assignOwner ? (
        <Button icon={<UserRound aria-hidden="true" />} className="max-md:hidden" onClick={() => ask('owner')}>
          Assign owner <Eligible>{rows.length}</Eligible>
        </Button>
      ) : null}
    </>
  )
}

function Dialogs({
  asked,
  set,
  actions,
  owners = [],
  can,
}: Props & { asked: Asked; set: (asked: Asked | null) => void }) {
  const target = { sessionIds: idsOf(asked.rows) }
  const tell = useRevocationToast(target)
  const close = () => set(null)
  const done = () => {
    asked.clear()
    close()
  }
  const locks = idsOf(lockable(asked.rows))
  if (asked.what === 'lock')
    return <LockDialog sessionIds={locks} actions={actions} onClose={close} onDone={asked.clear} />
  if (asked.what === 'owner') {
    return <OwnerDialog rows={asked.rows} owners={owners} actions={actions} onClose={close} onDone={done} />
  }
  return (
    <RevokeDialog
      target={target}
      actions={actions}
      onLock={can.lock && locks.length > 0 ? () => set({ ...asked, what: 'lock' }) : undefined}
      onClose={close}
      onDone={(summary) => {
        done()
        tell(summary)
      }}
    />
  )
}
