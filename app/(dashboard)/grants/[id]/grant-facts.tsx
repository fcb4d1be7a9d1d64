import { Bar } from '@/components/ui/breadth-bar'
import { type Fact, FactStrip } from '@/components/ui/fact-strip'
import { ExactTime, RelativeTime } from '@/components/ui/relative-time'
import { formatDuration, formatNumber, formatPercent, plural } from '@/lib/format'
import type { GrantDetail } from '@/lib/queries/get-grant'

const unknown = <span className="text-fg-3">unknown</span>

function breadthFact({ breadth, limit, use, maxSessionTtlSeconds: ttl, tier }: GrantDetail): Fact {
  const over = breadth !== null && limit !== null && breadth > limit
  const value =
    breadth === null ? (
      unknown
    ) : (
      <>
        {breadth} <Bar breadth={breadth} used={use.narrowed} limit={limit} className="w-21" />
      </>
    )
  const allowed =
    limit === null ? 'no limit without a session life' : `limit ${limit} at ${formatDuration(ttl)}, tier ${tier}`
  return { label: 'Breadth', value, note: breadth === null ? 'its permissions are unknown' : allowed, over }
}

function expiryFact({ expiresAt, origin, status, startsAt }: GrantDetail, now: Date): Fact {
  const isStanding = status === 'active' || status === 'suspended'
  const value = expiresAt ? <RelativeTime at={expiresAt} now={now} /> : 'never'
  const note = expiresAt ? (
    <ExactTime at={expiresAt} format="date" />
  ) : (
    <>
      since <ExactTime at={startsAt} format="date" />
    </>
  )
  return {
    label: isStanding ? 'Ends' : 'End set',
    value,
    note,
    over: expiresAt === null && isStanding && origin === 'managed',
  }
}

function usedFact({ use, unusedShare }: GrantDetail): Fact {
  const value = unusedShare === null ? unknown : formatPercent(unusedShare)
  const note =
    use.granted === null
      ? `${plural(use.used, 'permission')} seen in use`
      : `used ${formatNumber(use.used)} of ${plural(use.granted, 'permission')}`
  return { label: 'Unused', value, note }
}

/** The grant's bounds and measures, most decisive first. */
export function GrantFacts({ grant, now }: { grant: GrantDetail; now: Date }) {
  const { maxSessionTtlSeconds: ttl, targets, sessions, lastUsedAt } = grant
  return (
    <FactStrip
      facts={[
        breadthFact(grant),
        usedFact(grant),
        {
          label: 'Session life at most',
          value: ttl === null ? unknown : formatDuration(ttl),
          note: ttl === null ? 'not told by its source' : undefined,
        },
        expiryFact(grant, now),
        { label: 'Systems', value: targets.length, note: targets.map(({ system }) => system.name).join(', ') },
        {
          label: 'Live sessions',
          value: sessions.live,
          note: (
            <>
              last used <RelativeTime at={lastUsedAt} now={now} />
            </>
          ),
        },
      ]}
    />
  )
}
