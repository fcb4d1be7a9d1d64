import { SectionHead } from '@/components/ui/section-head'
import { formatNumber } from '@/lib/format'
import type { ControlSummary } from '@/lib/queries/get-risk-report'

/** Which controls the open findings bear on, by framework, with how many bear on each. */
export function ControlsSection({ controls }: { controls: ControlSummary[] }) {
  return (
    <section aria-labelledby="controls" className="py-3.5 pr-5 pl-6 max-md:p-4">
      <SectionHead id="controls" title="Controls concerned" note="findings that bear on each" />
      {controls.length === 0 ? (
        <p className="mt-1 text-12 text-fg-3">No open finding names a control.</p>
      ) : (
        <dl className="mt-1">
          {controls.map(({ framework, controls: ids }) => (
            <div
              key={framework}
              className="grid grid-cols-[132px_minmax(0,1fr)] gap-2 border-t border-line py-1.5 first:border-t-0 print:break-inside-avoid print:py-1"
            >
              <dt className="text-12 text-fg-2">{framework}</dt>
              <dd className="flex flex-wrap gap-x-3">
                {ids.map(({ id, findings }) => (
                  <span key={id} className="whitespace-nowrap">
                    <span className="code">{id}</span> <b className="tabular-nums">{formatNumber(findings)}</b>
                  </span>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="mt-1.5 text-12 text-fg-3">Our own mapping, not a certified one.</p>
    </section>
  )
}
