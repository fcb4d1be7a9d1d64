import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { findRevocationReceipt } from '@/lib/queries/find-revocation-receipt'
import { getDelegationChain } from '@/lib/queries/get-delegation-chain'
import { getSession } from '@/lib/queries/get-session'
import { getSessionLife } from '@/lib/queries/get-session-life'
import { listSessionTimeline } from '@/lib/queries/list-session-timeline'
import { listSessionUses, sessionUsesRequest } from '@/lib/queries/list-session-uses'
import { singleValues } from '../search-params'
import { AuditSection } from './audit-section'
import { ChainSection } from './chain-section'
import { FindingsSection } from './findings-section'
import { LifeSection } from './life-section'
import { ProvenanceSection } from './provenance-section'
import { ReceiptSection } from './receipt-section'
import { SessionFacts } from './session-facts'
import { SessionHead } from './session-head'
import { TimelineSection } from './timeline-section'
import { UsesSection } from './uses-section'

export const metadata: Metadata = { title: 'Session' }
/** One delegated session: its bounds, who acts for whom, what it may and did do, what happened, and how it ended. */
export default async function SessionPage(props: PageProps<'/sessions/[id]'>) {
  const ctx = await pageContext()
  const { id } = await props.params
  const query = singleValues(await props.searchParams)
  const [session, life, chain, uses, timeline, receipt] = await orNotFound(
    Promise.all([
      getSession(ctx, id),
      getSessionLife(ctx, id),
      getDelegationChain(ctx, id),
      listSessionUses(ctx, id, sessionUsesRequest.parse(query)),
      listSessionTimeline(ctx, id),
      findRevocationReceipt(ctx, id),
    ]),
  )
  return (
    <>
      <TopBar title={session.actor.name} crumbs={[{ href: '/sessions', label: 'Sessions' }]} now={ctx.now} />
      <SessionHead ctx={ctx} session={session} />
      <LifeSection session={session} life={life} receipt={receipt} now={ctx.now} />
      <SessionFacts session={session} refused={chain.refused.length} />
      <ChainSection chain={chain} />
      <div className="md:grid md:grid-cols-[minmax(0,1fr)_440px] max-md:flex max-md:flex-col">
        <div className="min-w-0 max-md:contents">
          <UsesSection session={session} uses={uses} query={query} now={ctx.now} />
          <TimelineSection moments={timeline} actor={session.actor.name} now={ctx.now} />
        </div>
        <aside className="border-line max-md:contents md:border-l">
          {receipt ? <ReceiptSection receipt={receipt} session={session} now={ctx.now} /> : null}
          <FindingsSection session={session} now={ctx.now} />
          <ProvenanceSection session={session} />
          <AuditSection session={session} now={ctx.now} />
        </aside>
      </div>
    </>
  )
}
