'use client'
import { Ban, CirclePause, UserRound } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { AssignOwnerDialog } from '@/components/identity/assign-owner-dialog'
import type { OwnerActions } from '@/components/identity/owner-actions'
import { useRevocationToast } from '@/components/session/revoke-button'
import { RevokeDialog } from '@/components/session/revoke-dialog'
import type { SessionActions } from '@/components/session/session-actions'
import { Button, Eligible } from '@/components/ui/button'
import { DataTable } from '@/components/ui/table/data-table'
import type { Sort } from '@/components/ui/table/sort-link'
import { canRevokeGrant, canSuspendGrant, type GrantRow } from '@/lib/domain/grant-row'
import type { GrantActions, GrantDeeds } from './grant-actions'
import { grantColumns, grantLabel } from './grant-columns'
import { SuspendDialog } from './suspend-dialog'

type Props = {
  rows: GrantRow[]
  now: Date
  sort?: Sort
  can: GrantDeeds
  actions: { session: SessionActions; grant: GrantActions; owner: OwnerActions }
  /** Whether rows can be selected: in the list, not where a page shows a few. */
  selectable?: boolean
  /** Only these columns, by id, unsorted: where a page shows a few grants beside other things. */
  only?: readonly string[]
  empty?: ReactNode
}

type Deed = 'revoke' | 'suspend' | 'owner'
type Asked = { what: Deed; rows: GrantRow[]; clear: () => void }

const ELIGIBLE: Record<Deed, (row: GrantRow) => boolean> = {
  revoke: canRevokeGrant,
  suspend: canSuspendGrant,
  owner: () => true,
}

/** The columns of a short table: the first takes what the others leave, and none is a way to sort. */
function briefColumns(only: readonly string[], now: Date) {
  const wanted = grantColumns(now).filter((column) => only.includes(column.id))
  return wanted.map(({ sortKey: _, ...column }, index) => ({
    ...column,
    optional: false,
    width: index === 0 ? undefined : (column.width ?? 130) + (index === wanted.length - 1 ? 20 : 0),
  }))
}

/** The table of grants with what can be done to them: on a row, or on a selection with who is eligible. */
export function GrantTable(props: Props) {
  const { rows, now, can, selectable = false } = props
  const [asked, setAsked] = useState<Asked | null>(null)
  const columns = useMemo(() => (props.only ? briefColumns(props.only, now) : grantColumns(now)), [props.only, now])
  const ask = (what: Deed, chosen: GrantRow[], clear: () => void = () => undefined) =>
    setAsked({ what, rows: chosen.filter(ELIGIBLE[what]), clear })
  return (
    <>
      <DataTable
        label="Grants"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowLabel={grantLabel}
        rowHref={(row) => `/grants/${row.id}`}
        sort={props.sort}
        bulkActions={
          selectable && (can.revoke || can.assignOwner)
            ? (chosen, clear) => <BulkActions rows={chosen} can={can} ask={(what) => ask(what, chosen, clear)} />
            : undefined
        }
        rowActions={(row) => <RowActions row={row} can={can} ask={(what) => ask(what, [row])} />}
        empty={props.empty}
      />
      {asked ? <Asking {...props} asked={asked} set={setAsked} /> : null}
    </>
  )
}

function RowActions({ row, can, ask }: { row: GrantRow; can: GrantDeeds; ask: (what: Deed) => void }) {
  return (
    <>
      {can.revoke && canRevokeGrant(row) ? (
        <Button variant="ends" onClick={() => ask('revoke')}>
          Revoke
        </Button>
      ) : null}
      {can.revoke && canSuspendGrant(row) ? <Button onClick={() => ask('suspend')}>Suspend</Button> : null}
    </>
  )
}

function BulkActions({ rows, can, ask }: { rows: GrantRow[]; can: GrantDeeds; ask: (what: Deed) => void }) {
  const eligible = (what: Deed) => rows.filter(ELIGIBLE[what]).length
  const count = (what: Deed) => <Eligible>{`${eligible(what)} of ${rows.length}`}</Eligible>
  return (
    <>
      {can.revoke ? (
        <>
          <Button
            variant="ends"
            icon={<Ban aria-hidden="true" />}
            disabled={eligible('revoke') === 0}
            onClick={() => ask('revoke')}
          >
            Revoke {count('revoke')}
          </Button>
          <Button
            icon={<CirclePause aria-hidden="true" />}
            disabled={eligible('suspend') === 0}
            onClick={() => ask('suspend')}
          >
            Suspend {count('suspend')}
          </Button>
        </>
      ) : null}
      {can.assignOwner ? (
        <Button icon={<UserRound aria-hidden="true" />} className="max-md:hidden" onClick={() => ask('owner')}>
          Assign owner <Eligible>{rows.length}</Eligible>
        </Button>
      ) : null}
    </>
  )
}

/** The dialog asked for, of one grant or of a selection. */
function Asking({ asked, set, actions }: Props & { asked: Asked; set: (asked: Asked | null) => void }) {
  const target = { grantIds: asked.rows.map(({ id }) => id) }
  const tell = useRevocationToast(target)
  const close = () => set(null)
  if (asked.what === 'suspend') {
    return <SuspendDialog grants={asked.rows} actions={actions.grant} onClose={close} onDone={asked.clear} />
  }
  if (asked.what === 'owner') {
    const subjects = asked.rows
    return (
      <AssignOwnerDialog
        kind="grant"
        subjects={subjects}
        actions={actions.owner}
        onClose={close}
        onDone={asked.clear}
      />
    )
  }
  return (
    <RevokeDialog
      target={target}
      actions={actions.session}
      onClose={close}
      onDone={(summary) => {
        tell(summary)
        asked.clear()
        close()
      }}
    />
  )
}
