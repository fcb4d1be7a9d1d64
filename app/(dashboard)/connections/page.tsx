import type { Metadata } from 'next'
import { HiddenByRole } from '@/app/(dashboard)/hidden-by-role'
import { TopBar } from '@/components/shell/top-bar'
import { tokenServiceAddress } from '@/lib/auth/token-service-address'
import { isAllowed } from '@/lib/domain/authorization'
import { pageContext } from '@/lib/http/context'
import { listConnectors } from '@/lib/queries/list-connectors'
import { listIngestRuns } from '@/lib/queries/list-ingest-runs'
import { listTrustedIssuers } from '@/lib/queries/list-trusted-issuers'
import { DropZone } from './drop-zone'
import { IssuersSection } from './issuers-section'
import { RunsSection } from './runs-section'
import { SourcesSection } from './sources-section'

export const metadata: Metadata = { title: 'Connections' }

/** Where records come from, what came last, and the door to bring more. */
export default async function ConnectionsPage() {
  const ctx = await pageContext()
  const bar = <TopBar title="Connections" now={ctx.now} />
  if (!isAllowed(ctx, 'view-connections')) {
    return (
      <>
        {bar}
        <HiddenByRole section="Connections">Reviewers and admins see what is connected.</HiddenByRole>
      </>
    )
  }
  const [connectors, runs, issuers] = await Promise.all([
    listConnectors(ctx),
    listIngestRuns(ctx),
    listTrustedIssuers(ctx),
  ])
  return (
    <>
      {bar}
      <div className="grid md:grid-cols-[minmax(0,1fr)_400px]">
        <div className="min-w-0">
          <SourcesSection connectors={connectors} now={ctx.now} />
          <IssuersSection
            issuers={issuers}
            canManage={isAllowed(ctx, 'manage-clients')}
            audience={tokenServiceAddress()}
          />
          <RunsSection runs={runs} now={ctx.now} />
        </div>
        <aside className="border-line max-md:border-t md:min-h-[calc(100vh-44px)] md:border-l">
          <DropZone canIngest={isAllowed(ctx, 'ingest-records')} />
        </aside>
      </div>
    </>
  )
}
