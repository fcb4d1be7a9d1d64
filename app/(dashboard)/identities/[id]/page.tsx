import type { Metadata } from 'next'
import { RefusedAttempts } from '@/components/attempt/refused-attempts'
import { SubjectTimeline } from '@/components/audit/subject-timeline'
import { SubjectFindings } from '@/components/finding/subject-findings'
import { TopBar } from '@/components/shell/top-bar'
import { attemptPage } from '@/lib/domain/attempt'
import { isAllowed } from '@/lib/domain/authorization'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { getIdentity } from '@/lib/queries/get-identity'
import { listAttempts } from '@/lib/queries/list-attempts'
import { hrefWith, singleValues } from '../../sessions/search-params'
import { BothSides } from './both-sides'
import { ClientsSection } from './clients/clients-section'
import { IdentityActions } from './identity-actions'
import { IdentityHead } from './identity-head'
import { OwnedSection } from './owned-section'

export const metadata: Metadata = { title: 'Identity' }

/** One identity: who acts for it, what it acts for, and who answers for it. */
export default async function IdentityPage(props: PageProps<'/identities/[id]'>) {
  const ctx = await pageContext()
  const { id } = await props.params
  const query = singleValues(await props.searchParams)
  const identity = await orNotFound(getIdentity(ctx, id))
  const attempts = await listAttempts(ctx, { kind: 'identity', id }, attemptPage.parse(query))
  const attemptsHref = (change: Record<string, string | null>) =>
    `${hrefWith(`/identities/${id}`, query, change)}#refused`
  const can = { revoke: isAllowed(ctx, 'revoke-access'), assignOwner: isAllowed(ctx, 'assign-owner') }
  const actions = <IdentityActions ctx={ctx} identity={identity} />
  return (
    <>
      <TopBar title={identity.name} crumbs={[{ href: '/identities', label: 'Identities' }]} now={ctx.now} />
      <IdentityHead identity={identity} now={ctx.now} actions={actions} />
      <div className="grid border-t border-line min-[1100px]:grid-cols-[minmax(0,1fr)_400px]">
        <BothSides identity={identity} now={ctx.now} can={can}>
          <ClientsSection ctx={ctx} identity={identity} />
        </BothSides>
        <div className="divide-y divide-line border-line max-[1099px]:border-t min-[1100px]:border-l">
          <SubjectFindings filter={`subject=${identity.id}`} findings={identity.findings} />
          <OwnedSection identity={identity} />
          <RefusedAttempts
            page={attempts}
            now={ctx.now}
            hrefOf={attemptsHref}
            none="Nothing was refused to it or in its name."
          />
          <SubjectTimeline subject={identity.id} events={identity.events} />
        </div>
      </div>
    </>
  )
}
