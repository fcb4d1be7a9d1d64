import type { ReactNode } from 'react'
import { RangeBar } from '@/components/charts/range-bar'
import { type Fact, FactStrip } from '@/components/ui/fact-strip'
import { Link } from '@/components/ui/link'
import { formatDuration, formatNumber, formatPercent } from '@/lib/format'
import type { SystemDetail } from '@/lib/queries/get-system'
import { revocationWords } from '../system-columns'

const unknown = (words: string) => <span className="text-fg-3">{words}</span>
const link = (count: number, href: string): ReactNode =>
  count > 0 ? <Link href={href}>{formatNumber(count)}</Link> : unknown('0')

function breadthOf(measures: NonNullable<SystemDetail['measures']>): ReactNode {
  const { breadthP10, breadthMedian, breadthP95 } = measures
  if (breadthP10 === null || breadthMedian === null || breadthP95 === null) return unknown('unknown')
  return <RangeBar p10={breadthP10} median={breadthMedian} p95={breadthP95} />
}

/** What is live on the system, measured. */
export function SystemFacts({ system }: { system: SystemDetail }) {
  const { measures, id, tier } = system
  if (!measures) return null
  const sessions = `/sessions?system=${id}`
  const facts: Fact[] = [
    {
      label: 'Live sessions',
      value: link(measures.sessions, sessions),
      note: `${formatNumber(measures.unknownBreadth)} of unknown breadth`,
    },
    {
      label: 'Over their limit',
      value: link(measures.overLimit, `${sessions}&view=over-limit`),
      note: `limits of tier ${tier}`,
    },
    { label: 'Breadth, p10 to p95', value: breadthOf(measures), note: 'of live sessions' },
    {
      label: 'Unused',
      value: measures.unusedShare === null ? unknown('unknown') : formatPercent(measures.unusedShare),
      note: 'of what live sessions hold, by weight',
    },
    {
      label: 'Unowned',
      value: link(measures.unowned, `${sessions}&view=unowned`),
      note: 'live sessions nobody answers for',
    },
    {
      label: 'Revocation in effect',
      value: revocationWords(measures),
      note:
        measures.medianLifetimeSeconds === null
          ? 'no lifetime known'
          : `median life ${formatDuration(measures.medianLifetimeSeconds)}`,
    },
  ]
  return <FactStrip facts={facts} />
}
