import Link from 'next/link'
import type { GrantDeeds } from '@/components/grant/grant-actions'
import { GrantTable } from '@/components/grant/grant-table'
import { BriefSessions } from '@/components/session/brief-sessions'
import { SectionHead } from '@/components/ui/section-head'
import type { SystemDetail } from '@/lib/queries/get-system'
import { grantTableActions } from '../../grants/grant-actions'

const COLUMNS = ['actor', 'breadth', 'unused', 'status', 'expires', 'used']

/** The grants that reach the system and what is live on it, broadest first. */
export function AccessSection({ system, now, can }: { system: SystemDetail; now: Date; can: GrantDeeds }) {
  const { id, grants, sessions } = system
  return (
    <>
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
      <section aria-labelledby="sessions" className="border-b border-line pt-4 pb-2">
        <div className="page-inset">
          <SectionHead
            id="sessions"
            title="Live sessions"
            note="broadest first"
            end={<Link href={`/sessions?system=${id}`}>All live sessions</Link>}
          />
          {sessions.length === 0 ? <p className="mt-1 pb-2 text-fg-2">Nothing is live on it.</p> : null}
        </div>
        {sessions.length > 0 ? (
          <BriefSessions
            label="Live sessions"
            rows={sessions}
            now={now}
            actions={grantTableActions.session}
            canRevoke={can.revoke}
          />
        ) : null}
      </section>
    </>
  )
}
