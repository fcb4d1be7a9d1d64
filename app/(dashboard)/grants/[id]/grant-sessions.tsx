import { BriefSessions } from '@/components/session/brief-sessions'
import type { SessionActions } from '@/components/session/session-actions'
import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import { plural } from '@/lib/format'
import type { GrantDetail } from '@/lib/queries/get-grant'

/** The latest delegated sessions under a grant, with the way to all of them. */
export function GrantSessions(props: { grant: GrantDetail; now: Date; actions: SessionActions; canRevoke: boolean }) {
  const { grant, now, actions, canRevoke } = props
  const { live, latest } = grant.sessions
  const all = <Link href={`/sessions?view=all&grant=${grant.id}`}>All sessions under it</Link>
  return (
    <section aria-labelledby="sessions" className="border-t border-line pt-4 pb-2">
      <div className="page-inset">
        <SectionHead
          id="sessions"
          title="Sessions"
          note={<Link href={`/sessions?grant=${grant.id}`}>{plural(live, 'live session')}</Link>}
          end={latest.length > 0 ? all : undefined}
        />
        {latest.length > 0 ? null : <p className="mt-1 pb-2 text-fg-2">No session was issued or seen under it.</p>}
      </div>
      {latest.length > 0 ? (
        <BriefSessions label="Latest sessions" rows={latest} now={now} actions={actions} canRevoke={canRevoke} />
      ) : null}
    </section>
  )
}
