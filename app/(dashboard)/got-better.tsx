import { BetterList, type Improvement } from '@/components/ui/better-list'
import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import type { Period, TrendName } from '@/lib/domain/exposure'
import { formatDay, formatDuration, formatNumber, formatPercent } from '@/lib/format'
import type { Overview } from '@/lib/queries/get-overview'
import { pageZone } from './page-zone'
import { PERIOD_LABELS } from './period-switch'

type Measure = { label: string; href: string; format: (value: number) => string }

/** How each figure is called, where its rows are, and how it is written. */
export const MEASURES: Record<TrendName, Measure> = {
  liveSessions: { label: 'Live sessions', href: '/sessions', format: formatNumber },
  overLimit: { label: 'Sessions over their limit', href: '/sessions?view=over-limit', format: formatNumber },
  unusedShare: { label: 'Unused privilege', href: '/sessions?sort=-unused', format: formatPercent },
  openFindings: { label: 'Open findings', href: '/findings', format: formatNumber },
  revocationMedian: {
    label: 'Revocation in effect, median',
    href: '/sessions?view=all&status=revoked',
    format: formatDuration,
  },
  revocationP95: {
    label: 'Revocation in effect, p95',
    href: '/sessions?view=all&status=revoked',
    format: formatDuration,
  },
  unownedIdentities: { label: 'Identities without an owner', href: '/identities?owner=none', format: formatNumber },
  neverExpiring: { label: 'Sessions that never expire', href: '/sessions?lifetimeMin=never', format: formatNumber },
  standingGrants: { label: 'Grants without an end', href: '/grants?view=never-expiring', format: formatNumber },
  medianLifetime: { label: 'Median life of a session', href: '/sessions?sort=-lifetime', format: formatDuration },
}

const SHOWN = 4

/** One improvement in words, with where its rows are. */
export const improvementOf = ({ name, from, to }: Overview['better'][number]): Improvement => {
  const { label, href, format } = MEASURES[name]
  return { label, href, before: format(from), after: format(to) }
}

/** The figures that went the good way, most first; says so when none did or nothing was recorded to compare with. */
export async function GotBetter({ overview, period }: { overview: Overview; period: Period }) {
  const { better, since, coversPeriod } = overview
  const rest = better.length - SHOWN
  const span =
    since === null || coversPeriod ? `in ${PERIOD_LABELS[period]}` : `since ${formatDay(since, await pageZone())}`
  return (
    <section aria-labelledby="better" className="py-3.5 pr-6 pl-5 max-md:px-4 max-md:py-4">
      <SectionHead
        id="better"
        title="What got better"
        note={since ? span : undefined}
        end={rest > 0 ? <Link href={`/reports?period=${period}`}>{rest} more</Link> : undefined}
      />
      {better.length > 0 ? (
        <BetterList improvements={better.slice(0, SHOWN).map(improvementOf)} />
      ) : (
        <p className="mt-1 text-12 text-fg-3">
          {since
            ? 'No figure went down in that time.'
            : 'Exposure is recorded once a day. From the second day on, what went down stands here.'}
        </p>
      )}
    </section>
  )
}
