import type { GrantDeeds } from '@/components/grant/grant-actions'
import { BriefSessions } from '@/components/session/brief-sessions'
import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import type { SystemDetail } from '@/lib/queries/get-system'
import { grantTableActions } from '../../grants/grant-actions'

type Props = { system: SystemDetail; now: Date; can: GrantDeeds }

/** What is live on the system, broadest first. */
export function SessionsSection({ system, now, can }: Props) {
  const { id, sessions } = system
  const actions = grantTableActions.session
  return (
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
        <BriefSessions label="Live sessions" rows={sessions} now={now} actions={actions} canRevoke={can.revoke} />
      ) : null}
    </section>
  )
}
