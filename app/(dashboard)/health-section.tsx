import { Ring } from '@/components/charts/ring'
import { SectionHead } from '@/components/ui/section-head'
import { formatNumber, formatPercent } from '@/lib/format'
import type { Health } from '@/lib/queries/get-coverage'

const PARTS = [
  { key: 'in-bounds', label: 'In bounds, in use', colour: 'c6', href: '/sessions?health=in-bounds' },
  { key: 'ending', label: 'Ends within 15 min', colour: 'c5', href: '/sessions?health=ending' },
  { key: 'unused', label: 'Unused > 7 d', colour: 'unused-fg', href: '/sessions?health=unused' },
  { key: 'unknown', label: 'Breadth or end unknown', colour: 'medium', href: '/sessions?health=unknown' },
  { key: 'over-limit', label: 'Over their limit', colour: 'danger', href: '/sessions?view=over-limit' },
] as const

/** Every live session in one part, the gravest that fits it. */
export function HealthSection({ health }: { health: Health }) {
  const total = PARTS.reduce((sum, part) => sum + health[part.key], 0)
  const share = formatPercent(total === 0 ? 0 : health['in-bounds'] / total)
  return (
    <section aria-labelledby="health" className="py-3.5 pr-6 pl-5 max-md:p-4">
      <SectionHead id="health" title="Health of live sessions" />
      {total === 0 ? (
        <p className="mt-1 text-12 text-fg-3">No delegated session is live.</p>
      ) : (
        <Ring
          label={`${health['in-bounds']} of ${formatNumber(total)} live sessions are in bounds and in use`}
          middle={share}
          caption="in bounds"
          parts={PARTS.map(({ key, ...part }) => ({ ...part, value: health[key] }))}
        />
      )}
    </section>
  )
}
