import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import { Who } from '@/components/ui/who'
import { plural } from '@/lib/format'
import type { IdentityDetail } from '@/lib/queries/get-identity'

/** What it answers for. */
export function OwnedSection({ identity }: { identity: IdentityDetail }) {
  const { identities, systems, grants } = identity.owned
  const isNothing = identities.length + systems.length + grants === 0
  return (
    <section aria-labelledby="owned" className="page-inset pt-4 pb-4">
      <SectionHead
        id="owned"
        title="Answers for"
        end={identities.length > 0 ? <Link href={`/identities?owner=${identity.id}`}>All identities</Link> : undefined}
      />
      {isNothing ? <p className="mt-1 text-fg-2">It owns no identity, grant or system.</p> : null}
      <ul className="mt-1">
        {identities.map((row) => (
          <li key={row.id} className="py-1">
            <Link href={`/identities/${row.id}`}>
              <Who kind={row.kind} name={row.name} strong={false} />
            </Link>
          </li>
        ))}
        {systems.map((row) => (
          <li key={row.id} className="py-1">
            <Link href={`/systems/${row.id}`}>
              <Who kind="system" name={row.name} strong={false} />
            </Link>
          </li>
        ))}
      </ul>
      {grants > 0 ? (
        <Link href={`/grants?view=all&owner=${identity.id}`} className="text-accent-fg">
          {plural(grants, 'standing grant')}
        </Link>
      ) : null}
    </section>
  )
}
