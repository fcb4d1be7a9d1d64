'use client'
import { ChevronRight } from 'lucide-react'
import { classList } from '@/components/ui/class-list'
import { Link } from '@/components/ui/link'
import { ExactTime } from '@/components/ui/relative-time'
import type { AuditRow as Row } from '@/lib/domain/audit-row'
import { subjectHref } from './subject-href'

const CELL =
  'h-8.25 max-md:h-15 truncate border-b border-line px-2 first:pl-4 last:pr-4 group-hover/row:bg-surface-hover md:first:pl-6 md:last:pr-6'

function Subject({ row }: { row: Row }) {
  const href = subjectHref(row.subjectKind, row.subjectId)
  const name = row.subjectName ?? <span className="code">{row.subjectId}</span>
  const words = (
    <>
      <span className="text-fg-3">{row.subjectKind}</span> {name}
    </>
  )
  return href ? <Link href={href}>{words}</Link> : words
}

/** What was recorded with an event, as it was recorded. */
function Recorded({ row }: { row: Row }) {
  const event = {
    id: row.id,
    actor: { kind: row.actorKind, name: row.actorName },
    subject: row.subjectId,
    data: row.data,
  }
  return (
    <pre className="code overflow-x-auto leading-4.5 whitespace-pre-wrap [overflow-wrap:anywhere]">
      {JSON.stringify(event, null, 2)}
    </pre>
  )
}

type Toggle = { isOpen: boolean; onToggle: () => void }

/** When it happened, which opens the line; on the phone what happened, with the rest below it. */
function FirstCell({ row, panel, isOpen, onToggle }: { row: Row; panel: string } & Toggle) {
  return (
    <td className={classList(CELL, 'max-md:w-full max-md:max-w-0')}>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={panel}
        onClick={onToggle}
        className="inline-flex max-w-full items-center gap-1.5 rounded-sm text-left whitespace-nowrap hover:text-fg"
      >
        <ChevronRight
          aria-hidden="true"
          strokeWidth={1.75}
          className={classList('size-3.5 shrink-0 text-fg-3', isOpen && 'rotate-90')}
        />
        <span className="md:hidden">{row.action}</span>
        <span className="text-fg-2 tabular-nums max-md:hidden">
          <ExactTime at={row.at} format="stamp" />
        </span>
      </button>
      <span className="mt-0.5 block truncate pl-5 text-12 text-fg-3 md:hidden">
        <ExactTime at={row.at} format="stamp" />, {row.actorName}, <Subject row={row} />
      </span>
    </td>
  )
}

/** One line of the log: when, who, what, to what and why; opened, all that was recorded. */
export function AuditRow({ row, columns, isOpen, onToggle }: { row: Row; columns: number } & Toggle) {
  const panel = `${row.id}-data`
  return (
    <>
      <tr className="group/row">
        <FirstCell row={row} panel={panel} isOpen={isOpen} onToggle={onToggle} />
        <td className={classList(CELL, 'max-md:hidden')}>{row.actorName}</td>
        <td className={classList(CELL, 'font-medium max-md:hidden')}>{row.action}</td>
        <td className={classList(CELL, 'max-md:hidden')}>
          <Subject row={row} />
        </td>
        <td className={classList(CELL, 'text-fg-2 max-md:hidden')}>{row.reason}</td>
      </tr>
      {isOpen ? (
        <tr id={panel}>
          <td colSpan={columns} className="border-b border-line bg-surface-sunken px-4 py-2.5 md:px-11.5">
            {row.reason ? <p className="mb-1.5 text-fg-2">{row.reason}</p> : null}
            <Recorded row={row} />
          </td>
        </tr>
      ) : null}
    </>
  )
}
