import type { Metadata } from 'next'
import { SubjectTimeline } from '@/components/audit/subject-timeline'
import { SubjectFindings } from '@/components/finding/subject-findings'
import { TopBar } from '@/components/shell/top-bar'
import { isAllowed } from '@/lib/domain/authorization'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { getIdentity } from '@/lib/queries/get-identity'
import { ownerActions } from '../../grants/grant-actions'
import { markAsDeparted } from '../actions'
import { AttemptsSection } from './attempts-section'
import { BothSides } from './both-sides'
import { departing } from './departing'
import { IdentityDeeds } from './identity-deeds'
import { IdentityHead } from './identity-head'
import { OwnedSection } from './owned-section'

export const metadata: Metadata = { title: 'Identity' }

/** One identity: who acts for it, what it acts for, and who answers for it. */
export default async function IdentityPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext()
  const identity = await orNotFound(getIdentity(ctx, (await params).id))
  const can = { revoke: isAllowed(ctx, 'revoke-access'), assignOwner: isAllowed(ctx, 'assign-owner') }
  const deeds = { assignOwner: can.assignOwner, depart: isAllowed(ctx, 'assign-owner') }
  const actions = (
    <IdentityDeeds identity={departing(identity)} can={deeds} owner={ownerActions} depart={markAsDeparted} />
  )
  return (
    <>
      <TopBar title={identity.name} crumbs={[{ href: '/identities', label: 'Identities' }]} now={ctx.now} />
      <IdentityHead identity={identity} now={ctx.now} actions={actions} />
      <div className="grid border-t border-line min-[1100px]:grid-cols-[minmax(0,1fr)_400px]">
        <BothSides identity={identity} now={ctx.now} can={can} />
        <div className="divide-y divide-line border-line max-[1099px]:border-t min-[1100px]:border-l">
          <SubjectFindings filter={`subject=${identity.id}`} findings={identity.findings} />
          <OwnedSection identity={identity} />
          <AttemptsSection attempts={identity.attempts} now={ctx.now} />
          <SubjectTimeline subject={identity.id} events={identity.events} />
        </div>
      </div>
    </>
  )
}
