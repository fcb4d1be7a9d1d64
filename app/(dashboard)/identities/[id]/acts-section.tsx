import type { GrantDeeds } from '@/components/grant/grant-actions'
import { GrantTable } from '@/components/grant/grant-table'
import { BriefSessions } from '@/components/session/brief-sessions'
import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import { formatNumber, plural } from '@/lib/format'
import type { ActsList } from '@/lib/queries/get-identity'
import { grantTableActions } from '../../grants/grant-actions'

const COLUMNS = ['actor', 'breadth', 'status', 'system', 'expires', 'used']

type Props = {
  /** `principal`: who acts for it; `actor`: what it acts for. */
  side: 'principal' | 'actor'
  id: string
  title: string
  none: string
  acts: ActsList
  now: Date
  can: GrantDeeds
}

/** The grants and live sessions on one side of an identity, each two clicks from revoked. */
export function ActsSection({ side, id, title, none, acts, now, can }: Props) {
  const { grants, moreGrants, sessions, live } = acts
  const count = moreGrants ? `more than ${grants.length} active grants` : plural(grants.length, 'active grant')
  return (
    <section aria-labelledby={side} className="border-b border-line pt-4 pb-2">
      <div className="page-inset">
        <SectionHead
          id={side}
          title={title}
          note={
            <>
              <Link href={`/grants?${side}=${id}`}>{count}</Link>,{' '}
              <Link href={`/sessions?identity=${id}`}>{formatNumber(live)} live</Link>
            </>
          }
          end={grants.length > 0 ? <Link href={`/grants?view=all&${side}=${id}`}>All grants</Link> : undefined}
        />
        {grants.length + sessions.length === 0 ? <p className="mt-1 pb-2 text-fg-2">{none}</p> : null}
      </div>
      {grants.length > 0 ? (
        <GrantTable rows={grants} now={now} can={can} actions={grantTableActions} only={COLUMNS} />
      ) : null}
      {sessions.length > 0 ? (
        <>
          <p className="page-inset pt-3 text-12 text-fg-3">Live sessions, broadest first</p>
          <BriefSessions
            label={`${title}, live sessions`}
            rows={sessions}
            now={now}
            actions={grantTableActions.session}
            canRevoke={can.revoke}
          />
        </>
      ) : null}
    </section>
  )
}
