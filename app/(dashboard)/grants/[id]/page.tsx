import type { Metadata } from 'next'
import { BreadthFormula } from '@/components/grant/breadth-formula'
import { TopBar } from '@/components/shell/top-bar'
import { attemptPage } from '@/lib/domain/attempt'
import { isAllowed } from '@/lib/domain/authorization'
import { changesOf } from '@/lib/domain/grant-changes'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { getGrant } from '@/lib/queries/get-grant'
import { listAttempts } from '@/lib/queries/list-attempts'
import { listGrantRequests } from '@/lib/queries/list-grant-requests'
import { singleValues } from '../../sessions/search-params'
import { grantTableActions } from '../grant-actions'
import { ChainSection } from './chain-section'
import { GrantDeeds } from './grant-deeds'
import { GrantFacts } from './grant-facts'
import { GrantHead } from './grant-head'
import { GrantRequests } from './grant-requests'
import { GrantSessions } from './grant-sessions'
import { GrantSide } from './grant-side'
import { GrantTabs } from './grant-tabs'
import { GrantedUsed } from './granted-used'

export const metadata: Metadata = { title: 'Grant' }

/** One grant: how far and how long it lets an actor act for a principal, and what was made of it. */
export default async function GrantPage(props: PageProps<'/grants/[id]'>) {
  const ctx = await pageContext()
  const { id } = await props.params
  const query = singleValues(await props.searchParams)
  const grant = await orNotFound(getGrant(ctx, id))
  const attempts = await listAttempts(ctx, { kind: 'grant', id }, attemptPage.parse(query))
  const requests = await listGrantRequests(ctx, id)
  const can = { revoke: isAllowed(ctx, 'revoke-access'), assignOwner: isAllowed(ctx, 'assign-owner') }
  const subject = { ...grant, liveSessions: grant.sessions.live }
  const changes = changesOf({ ...grant, hasOpenChange: requests.some(({ status }) => status === 'pending') })
  return (
    <>
      <TopBar title={grant.name} crumbs={[{ href: '/grants', label: 'Grants' }]} now={ctx.now} />
      <GrantHead
        grant={grant}
        actions={<GrantDeeds {...{ grant: subject, changes, can }} actions={grantTableActions} />}
      />
      <GrantTabs id={id} origin={grant.origin} at="grant" />
      <GrantFacts grant={grant} now={ctx.now} />
      <ChainSection grant={grant} />
      <div className="grid min-[1100px]:grid-cols-[minmax(0,1fr)_400px]">
        <div>
          <GrantedUsed grant={grant} now={ctx.now} />
          <div className="page-inset pb-4">
            <BreadthFormula />
          </div>
          <GrantRequests requests={requests} now={ctx.now} mayWithdraw={can.revoke} />
          <GrantSessions {...{ grant, now: ctx.now, actions: grantTableActions.session, canRevoke: can.revoke }} />
        </div>
        <GrantSide grant={grant} attempts={attempts} query={query} now={ctx.now} />
      </div>
    </>
  )
}
