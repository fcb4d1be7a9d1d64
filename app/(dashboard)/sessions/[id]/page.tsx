import type { Metadata } from 'next'
import { TopBar } from '@/components/shell/top-bar'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { singleValues } from '../search-params'
import { AttemptsSection } from './attempts-section'
import { AuditSection } from './audit-section'
import { ChainSection } from './chain-section'
import { EnforcementSection } from './enforcement-section'
import { FindingsSection } from './findings-section'
import { LifeSection } from './life-section'
import { ProvenanceSection } from './provenance-section'
import { readSessionPage } from './read-session-page'
import { ReceiptSection } from './receipt-section'
import { SessionFacts } from './session-facts'
import { SessionHead } from './session-head'
import { TimelineSection } from './timeline-section'
import { TokenSection } from './token-section'
import { UsesSection } from './uses-section'

export const metadata: Metadata = { title: 'Session' }
/** One delegated session: its bounds, who acts for whom, what it may and did do, what happened, and how it ended. */
export default async function SessionPage(props: PageProps<'/sessions/[id]'>) {
  const ctx = await pageContext()
  const { id } = await props.params
  const query = singleValues(await props.searchParams)
  const { session, receipt, token, ...page } = await orNotFound(readSessionPage(ctx, id, query))
  return (
    <>
      <TopBar title={session.actor.name} crumbs={[{ href: '/sessions', label: 'Sessions' }]} now={ctx.now} />
      <SessionHead ctx={ctx} session={session} />
      <LifeSection session={session} life={page.life} receipt={receipt} now={ctx.now} />
      <SessionFacts session={session} refused={page.chain.refused.length} />
      <ChainSection chain={page.chain} />
      <div className="md:grid md:grid-cols-[minmax(0,1fr)_440px] max-md:flex max-md:flex-col">
        <div className="min-w-0 max-md:contents">
          <UsesSection session={session} uses={page.uses} query={query} now={ctx.now} />
          <AttemptsSection id={id} attempts={page.attempts} query={query} now={ctx.now} />
          <TimelineSection moments={page.timeline} actor={session.actor.name} now={ctx.now} />
        </div>
        <aside className="border-line max-md:contents md:border-l">
          {receipt ? <ReceiptSection receipt={receipt} session={session} now={ctx.now} /> : null}
          <FindingsSection session={session} now={ctx.now} />
          {token ? <EnforcementSection facts={token} now={ctx.now} /> : null}
          <ProvenanceSection session={session} />
          {token ? <TokenSection facts={token} /> : null}
          <AuditSection session={session} now={ctx.now} />
        </aside>
      </div>
    </>
  )
}
