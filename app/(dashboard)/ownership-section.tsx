import { OwnershipBar } from '@/components/charts/ownership-bar'
import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import { plural } from '@/lib/format'
import type { Ownership } from '@/lib/queries/get-coverage'

/** Those that must have an owner, and are here. */
const ALL = '/identities?view=non-human&status=active,suspended'

/** Who answers for the identities that act for others. */
export function OwnershipSection({ ownership }: { ownership: Ownership }) {
  const { person, team, left, none } = ownership
  const total = person + team + left + none
  const all = <Link href={ALL}>{plural(total, 'identity', 'identities')}</Link>
  return (
    <section aria-labelledby="ownership" className="py-3.5 pr-6 pl-5 max-md:p-4">
      <SectionHead id="ownership" title="Ownership" end={all} />
      {total === 0 ? (
        <p className="mt-1 text-12 text-fg-3">No identity that acts for another is known yet.</p>
      ) : (
        <OwnershipBar
          ownership={{
            person: { count: person, href: '/identities?ownership=person' },
            team: { count: team, href: '/identities?ownership=team' },
            left: { count: left, href: '/identities?ownership=left' },
            none: { count: none, href: '/identities?ownership=none' },
          }}
        />
      )}
    </section>
  )
}
