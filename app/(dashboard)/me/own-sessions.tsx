import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Status } from '@/components/ui/status'
import { Who } from '@/components/ui/who'
import type { SessionRow } from '@/lib/domain/session-row'
import { plural } from '@/lib/format'
import { EndButton } from './end-button'
import { OwnList, OwnRow } from './own-list'

/** What is being done in the reader's name now. */
export function OwnSessions({ sessions, now }: { sessions: SessionRow[]; now: Date }) {
  return (
    <OwnList
      id="sessions"
      title="Acting for me now"
      note={plural(sessions.length, 'live session')}
      none="No session lives in your name."
    >
      {sessions.map((session) => (
        <OwnRow
          key={session.id}
          title={
            <Link href={`/sessions/${session.id}`}>
              <Who kind={session.actor.kind} name={session.actor.name} />
            </Link>
          }
          note={`on ${session.system.name}${session.grant ? `, under ${session.grant.name}` : ', without a grant'}`}
          facts={
            <>
              <span className="w-22">
                <Status word={session.status} />
              </span>
              <span>
                ends <RelativeTime at={session.expiresAt} now={now} absent="not known" />
              </span>
              <span className="text-fg-3">
                last used <RelativeTime at={session.lastUsedAt} now={now} absent="never" />
              </span>
            </>
          }
          deed={session.canRevoke ? <EndButton name={session.id} sessionId={session.id} /> : null}
        />
      ))}
    </OwnList>
  )
}
