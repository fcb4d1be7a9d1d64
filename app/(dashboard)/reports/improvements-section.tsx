import { improvementOf } from '@/app/(dashboard)/got-better'
import { pageZone } from '@/app/(dashboard)/page-zone'
import { PERIOD_LABELS } from '@/app/(dashboard)/period-switch'
import { BetterList } from '@/components/ui/better-list'
import { SectionHead } from '@/components/ui/section-head'
import type { Period } from '@/lib/domain/exposure'
import { formatDay } from '@/lib/format'
import type { Overview } from '@/lib/queries/get-overview'

/** Every figure that went the good way, and what to say when none did. */
export async function ImprovementsSection({ overview, period }: { overview: Overview; period: Period }) {
  const { better, since, coversPeriod } = overview
  const zone = await pageZone()
  const span =
    since === null ? undefined : coversPeriod ? `in ${PERIOD_LABELS[period]}` : `since ${formatDay(since, zone)}`
  const none = since ? 'No figure went down in that time.' : 'There is nothing recorded yet to compare with.'
  return (
    <section aria-labelledby="improvements" className="py-3.5 pr-5 pl-6 max-md:p-4 print:break-inside-avoid">
      <SectionHead id="improvements" title="What got better" note={span} />
      {better.length > 0 ? (
        <BetterList improvements={better.map(improvementOf)} />
      ) : (
        <p className="mt-1 text-12 text-fg-3">{none}</p>
      )}
    </section>
  )
}
