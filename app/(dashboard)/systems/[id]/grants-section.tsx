import type { GrantDeeds } from '@/components/grant/grant-actions'
import { GrantTable } from '@/components/grant/grant-table'
import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import type { SystemDetail } from '@/lib/queries/get-system'
import { grantTableActions } from '../../grants/grant-actions'

const COLUMNS = ['actor', 'breadth', 'unused', 'status', 'expires', 'used']

type Props = { system: SystemDetail; now: Date; can: GrantDeeds }

/** The active grants that reach the system, broadest first. */
export function GrantsSection({ system, now, can }: Props) {
  const { id, grants } = system
  return (
    <section aria-labelledby="grants" className="border-b border-line pt-4 pb-2">
      <div className="page-inset">
        <SectionHead
          id="grants"
          title="Grants on it"
          note="active, broadest first"
          end={<Link href={`/grants?system=${id}`}>All grants</Link>}
        />
        {grants.length === 0 ? <p className="mt-1 pb-2 text-fg-2">No active grant reaches it.</p> : null}
      </div>
      {grants.length > 0 ? (
        <GrantTable rows={grants} now={now} can={can} actions={grantTableActions} only={COLUMNS} />
      ) : null}
    </section>
  )
}
