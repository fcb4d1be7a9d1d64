import { SectionHead } from '@/components/ui/section-head'
import type { LimitStep, Tier } from '@/lib/domain/limits'
import { formatDuration } from '@/lib/format'

/** How broad a session on this tier may be for how long, step by step. */
export function LimitsSection({ tier, limits }: { tier: Tier; limits: readonly LimitStep[] }) {
  const longest = limits.at(-1)
  return (
    <section aria-labelledby="limits" className="page-inset pt-4 pb-4">
      <SectionHead id="limits" title={`Limits of tier ${tier}`} />
      <table aria-labelledby="limits" className="mt-1 w-full">
        <thead>
          <tr className="text-left text-12 text-fg-3">
            <th scope="col" className="h-7 font-normal">
              A session that lives up to
            </th>
            <th scope="col" className="w-40 font-normal">
              may be this broad
            </th>
          </tr>
        </thead>
        <tbody>
          {limits.map(({ untilSeconds, maxBreadth }) => (
            <tr key={untilSeconds} className="border-t border-line">
              <td className="h-7.25 tabular-nums">{formatDuration(untilSeconds)}</td>
              <td>
                <span className="flex items-center gap-2">
                  <span className="w-6 text-right tabular-nums">{maxBreadth}</span>
                  <span aria-hidden="true" className="h-1.5 w-21 rounded-[1px] bg-surface-strong">
                    <i className="block h-full rounded-[1px] bg-c6" style={{ width: `${maxBreadth}%` }} />
                  </span>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-1 text-12 text-fg-3">
        {longest
          ? `Beyond ${formatDuration(longest.untilSeconds)}, and without an end, nothing may be.`
          : 'No session may be.'}
      </p>
    </section>
  )
}
