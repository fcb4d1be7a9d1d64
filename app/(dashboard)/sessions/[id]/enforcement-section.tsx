import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { type EnforcementPoint, STATUS_LIST_LIFE_SECONDS, type TokenFacts } from '@/lib/domain/token-facts'
import { formatDuration, formatNumber, plural } from '@/lib/format'

/** What it means for a revocation that this point asks, or does not. */
function seesRevocation({ asked, isDisabled }: EnforcementPoint, hasStatusList: boolean): string {
  if (isDisabled) return 'Its client is disabled: it gets no answer, and should let nothing pass.'
  if (asked) return 'Sees a revocation with its next call.'
  if (!hasStatusList) return 'Has not asked. If it verifies offline, it sees no revocation before the end of the token.'
  return `Has not asked. If it verifies offline, it sees a revocation after at most ${formatDuration(STATUS_LIST_LIFE_SECONDS)}.`
}

function Answers({ asked, now }: { asked: NonNullable<EnforcementPoint['asked']>; now: Date }) {
  const { active, inactive, firstAt, lastAt } = asked
  return (
    <span className="block text-12 text-fg-2 tabular-nums">
      {plural(active, 'answer')} active, {inactive > 0 ? <b>{formatNumber(inactive)} refused</b> : 'none refused'},
      first <RelativeTime at={firstAt} now={now} />, last <RelativeTime at={lastAt} now={now} />
    </span>
  )
}

function Point({ point, hasStatusList, now }: { point: EnforcementPoint; hasStatusList: boolean; now: Date }) {
  const { name, identityId, systems, asked } = point
  return (
    <li className="border-b border-line py-1.5 last:border-b-0">
      <span className="flex items-baseline gap-2">
        <Link href={`/identities/${identityId}`} className="min-w-0 truncate font-medium">
          {name}
        </Link>
        <span className="ml-auto text-12 text-fg-3">
          {systems.length > 0
            ? `before ${systems.map((system) => system.name).join(', ')}`
            : 'before none of its systems'}
        </span>
      </span>
      {asked ? <Answers asked={asked} now={now} /> : null}
      <span className="block text-12 text-fg-3">{seesRevocation(point, hasStatusList)}</span>
    </li>
  )
}

/** Who stands before the systems of the session, how often each asked whether it still holds, and how soon each would see
 *  that it does not. */
export function EnforcementSection({ facts, now }: { facts: TokenFacts; now: Date }) {
  const { enforcementPoints: points, statusList } = facts
  return (
    <section aria-labelledby="enforcement" className="border-b border-line py-4 page-inset md:pl-5">
      <SectionHead id="enforcement" title="Enforcement points" note="who asked whether it still holds" />
      {points.length === 0 ? (
        <p className="mt-1 text-fg-2">
          No resource server is registered for its systems. Whoever accepts its token verifies it offline, and sees a
          revocation {statusList ? `after at most ${formatDuration(STATUS_LIST_LIFE_SECONDS)}` : 'not before its end'}.
        </p>
      ) : null}
      <ul className="mt-1">
        {points.map((point) => (
          <Point key={point.id} point={point} hasStatusList={statusList !== null} now={now} />
        ))}
      </ul>
    </section>
  )
}
