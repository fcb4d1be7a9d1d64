import { WeightBar } from '@/components/ui/breadth-bar'
import { classList } from '@/components/ui/class-list'
import { RelativeTime } from '@/components/ui/relative-time'
import { Tag } from '@/components/ui/tag'
import type { GrantedUse } from '@/lib/domain/granted-and-used'
import { formatNumber } from '@/lib/format'
import type { SessionUses } from '@/lib/queries/list-session-uses'

const HEAD =
  'h-8 border-b border-line-strong px-2 text-12 font-normal text-fg-3 whitespace-nowrap first:pl-4 last:pr-4 md:first:pl-6 md:last:pr-5'
const CELL =
  'h-7.25 truncate border-b border-line px-2 first:pl-4 last:pr-4 max-md:h-12.5 md:first:pl-6 md:last:pr-5 group-last/row:border-transparent'

function Uses({ line }: { line: GrantedUse }) {
  const refused = line.denied > 0 ? <span className="text-danger-fg">{formatNumber(line.denied)} refused</span> : null
  if (line.allowed === 0) return refused ?? <span className="text-unused-fg">never</span>
  return (
    <>
      {formatNumber(line.allowed)}
      {refused ? <>, {refused}</> : null}
    </>
  )
}

function Line({ line, heaviest, now }: { line: GrantedUse; heaviest: number; now: Date }) {
  const isUsed = line.allowed > 0
  return (
    <tr className="group/row hover:bg-surface-hover">
      <td className={classList(CELL, 'max-md:max-w-0 max-md:w-full')}>
        <span className="flex items-center gap-2">
          <span className={classList('code truncate', !isUsed && 'text-fg-2')} title={line.key}>
            {line.key}
          </span>
          {line.isGranted === false ? <Tag>outside the grant</Tag> : null}
        </span>
        <span className="block text-12 text-fg-3 md:hidden">{line.accessLevel ?? 'level unknown'}</span>
      </td>
      <td className={classList(CELL, 'text-fg-2 max-md:hidden')}>{line.accessLevel ?? 'unknown'}</td>
      <td className={classList(CELL, 'text-fg-2 max-md:hidden')}>{line.system.name}</td>
      <td className={CELL}>
        {line.weight === null ? (
          <span className="text-fg-3">unknown</span>
        ) : (
          <WeightBar weight={Math.round(line.weight * 10) / 10} max={heaviest} used={isUsed} />
        )}
      </td>
      <td className={classList(CELL, 'text-right tabular-nums')}>
        <Uses line={line} />
      </td>
      <td className={classList(CELL, 'text-right text-fg-2 max-md:hidden')}>
        {line.lastAt ? <RelativeTime at={line.lastAt} now={now} /> : null}
      </td>
    </tr>
  )
}

/** Permissions with their weight and their uses: used first, then the heaviest never used. */
export function UsesTable({ uses, now }: { uses: Pick<SessionUses, 'lines' | 'heaviest'>; now: Date }) {
  return (
    <table aria-labelledby="uses" className="w-full border-separate border-spacing-0 md:table-fixed">
      <colgroup>
        <col />
        <col className="max-md:hidden md:w-40" />
        <col className="max-md:hidden md:w-35" />
        <col className="md:w-26" />
        <col className="md:w-28" />
        <col className="max-md:hidden md:w-28" />
      </colgroup>
      <thead>
        <tr className="text-left">
          <th className={HEAD}>Permission</th>
          <th className={classList(HEAD, 'max-md:hidden')}>Access level</th>
          <th className={classList(HEAD, 'max-md:hidden')}>System</th>
          <th className={HEAD}>Weight</th>
          <th className={classList(HEAD, 'text-right')}>Uses</th>
          <th className={classList(HEAD, 'text-right max-md:hidden')}>Last use</th>
        </tr>
      </thead>
      <tbody>
        {uses.lines.map((line) => (
          <Line key={`${line.key} ${line.system.id}`} line={line} heaviest={uses.heaviest} now={now} />
        ))}
      </tbody>
    </table>
  )
}
