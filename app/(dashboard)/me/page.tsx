import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { EmptyState } from '@/components/ui/empty-state'
import { pageContext } from '@/lib/http/context'
import { listOwnAccess } from '@/lib/queries/list-own-access'
import { OwnConsents } from './own-consents'
import { OwnDoings } from './own-doings'
import { OwnGrants } from './own-grants'
import { OwnSessions } from './own-sessions'

export const metadata: Metadata = { title: 'Who acts for me' }

/** Everything that is done in the reader's own name, to end it themselves: whatever their role. */
export default async function WhoActsForMePage() {
  const ctx = await pageContext()
  const { identities, grants, sessions, consents, doings } = await listOwnAccess(ctx)
  if (identities.length === 0)
    return (
      <>
        <TopBar title="Who acts for me" now={ctx.now} />
        <EmptyState inset title="Nobody can act for you">
          No identity has your address or is linked to you. An admin can register one; then what is done in its name
          stands here.
        </EmptyState>
      </>
    )
  return (
    <>
      <TopBar title="Who acts for me" now={ctx.now} />
      <div className="grid min-[1100px]:grid-cols-[minmax(0,1fr)_400px]">
        <div className="min-w-0">
          <OwnSessions sessions={sessions} now={ctx.now} />
          <OwnGrants grants={grants} now={ctx.now} />
          <OwnConsents consents={consents} now={ctx.now} />
        </div>
        <div className="min-w-0 border-line min-[1100px]:border-l">
          <OwnDoings doings={doings} now={ctx.now} />
        </div>
      </div>
    </>
  )
}
