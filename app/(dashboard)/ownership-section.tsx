import { OwnershipBar } from '@/components/charts/ownership-bar'
import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import { plural } from '@/lib/format'
import type { Ownership } from '@/lib/queries/get-coverage'

/** Who answers for the identities that act for others. */
export function OwnershipSection({ ownership }: { ownership: Ownership }) {
  const { person, team, left, none } = ownership
  const total = person + team + left + none
  const all = <Link href="/identities">{plural(total, 'identity', 'identities')}</Link>
  return (
    <section aria-labelledby="ownership" className="py-3.5 pr-6 pl-5 max-md:p-4">
      <SectionHead id="ownership" title="Ownership" end={all} />
      {total === 0 ? (
        <p className="mt-1 text-12 text-fg-3">No identity that acts for another is known yet.</p>
      ) : (
        <OwnershipBar
          ownership={{
            person: { count: person, href: '/identities' },
            team: { count: team, href: '/identities' },
            left: { count: left, href: '/identities?view=unowned' },
            none: { count: none, href: '/identities?owner=none' },
          }}
        />
      )}
    </section>
  )
}
