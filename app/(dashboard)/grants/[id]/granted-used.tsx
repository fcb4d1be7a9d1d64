import { Scissors } from 'lucide-react'
import { SectionHead } from '@/components/ui/section-head'
import { formatNumber } from '@/lib/format'
import type { GrantDetail } from '@/lib/queries/get-grant'
import { UsesTable } from '../../sessions/[id]/uses-table'

const FIRST = 14
const MOST = 300

/** What narrowing to what was used would give; nothing where that cannot be told or would change nothing. */
function Narrowing({ grant }: { grant: GrantDetail }) {
  const { breadth, use } = grant
  if (use.granted === null || use.narrowed === null || use.used === 0 || breadth === null || use.narrowed >= breadth)
    return null
  return (
    <span className="flex items-center gap-1.5 text-fg-2">
      <Scissors aria-hidden="true" className="size-3.5 text-fg-3" strokeWidth={1.75} />
      Used {use.used} of {formatNumber(use.granted)}: narrowing gives breadth {breadth} → <b>{use.narrowed}</b>
    </span>
  )
}

/** Granted against used over every session of the grant: used first, then what was never used, heaviest first. */
export function GrantedUsed({ grant, now }: { grant: GrantDetail; now: Date }) {
  const { lines, granted, used } = grant.use
  const heaviest = Math.max(0, ...lines.map((line) => line.weight ?? 0))
  const note =
    granted === null
      ? `${used} seen in use, what is granted is unknown`
      : `${used} of ${formatNumber(granted)} permissions used`
  const shown = lines.slice(0, Math.max(FIRST, lines.filter((line) => line.allowed > 0).length))
  const rest = lines.slice(shown.length, MOST)
  const left = lines.length - shown.length
  return (
    <section aria-labelledby="uses" className="pt-4 pb-2">
      <div className="page-inset">
        <SectionHead id="uses" title="Granted and used" note={note} end={<Narrowing grant={grant} />} />
      </div>
      {lines.length > 0 ? (
        <UsesTable uses={{ lines: shown, heaviest }} now={now} />
      ) : (
        <p className="page-inset mt-1 text-fg-2">No use was seen, and what is granted is not known.</p>
      )}
      {rest.length > 0 ? (
        <details>
          <summary className="page-inset cursor-pointer py-2 text-accent-fg">
            {formatNumber(left)} more, never used
          </summary>
          <UsesTable uses={{ lines: rest, heaviest }} now={now} />
          {left > rest.length ? (
            <p className="page-inset py-2 text-12 text-fg-3">
              The heaviest {rest.length} of {formatNumber(left)}.
            </p>
          ) : null}
        </details>
      ) : null}
    </section>
  )
}
