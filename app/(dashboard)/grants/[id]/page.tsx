import type { Metadata } from 'next'
import { SubjectTimeline } from '@/components/audit/subject-timeline'
import { ChainKeys, DelegationChain } from '@/components/charts/chain/delegation-chain'
import { SubjectFindings } from '@/components/finding/subject-findings'
import { BreadthFormula } from '@/components/grant/breadth-formula'
import { TopBar } from '@/components/shell/top-bar'
import { SectionHead } from '@/components/ui/section-head'
import { isAllowed } from '@/lib/domain/authorization'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { getGrant } from '@/lib/queries/get-grant'
import { grantTableActions } from '../grant-actions'
import { Bounds } from './bounds'
import { grantChain } from './grant-chain'
import { GrantDeeds } from './grant-deeds'
import { GrantFacts } from './grant-facts'
import { GrantHead } from './grant-head'
import { GrantSessions } from './grant-sessions'
import { GrantedUsed } from './granted-used'

export const metadata: Metadata = { title: 'Grant' }

/** One grant: how far and how long it lets an actor act for a principal, and what was made of it. */
export default async function GrantPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext()
  const grant = await orNotFound(getGrant(ctx, (await params).id))
  const can = { revoke: isAllowed(ctx, 'revoke-access'), assignOwner: isAllowed(ctx, 'assign-owner') }
  const subject = { ...grant, liveSessions: grant.sessions.live }
  const session = { grant, now: ctx.now, actions: grantTableActions.session, canRevoke: can.revoke }
  return (
    <>
      <TopBar title={grant.name} crumbs={[{ href: '/grants', label: 'Grants' }]} now={ctx.now} />
      <GrantHead grant={grant} actions={<GrantDeeds grant={subject} can={can} actions={grantTableActions} />} />
      <GrantFacts grant={grant} now={ctx.now} />
      <section aria-labelledby="chain" className="page-inset border-b border-line pt-4 pb-4">
        <SectionHead id="chain" title="Delegation chain" end={<ChainKeys />} />
        <DelegationChain chain={grantChain(grant)} label="Delegation chain" />
      </section>
      <div className="grid min-[1100px]:grid-cols-[minmax(0,1fr)_400px]">
        <div>
          <GrantedUsed grant={grant} now={ctx.now} />
          <div className="page-inset pb-4">
            <BreadthFormula />
          </div>
          <GrantSessions {...session} />
        </div>
        <div className="divide-y divide-line border-line max-[1099px]:border-t min-[1100px]:border-l">
          <Bounds grant={grant} />
          <SubjectFindings filter={`subject=${grant.id}`} findings={grant.findings} />
          <SubjectTimeline subject={grant.id} events={grant.events} refused={grant.attempts} />
        </div>
      </div>
    </>
  )
}
