import type { Metadata } from 'next'
import { SubjectTimeline } from '@/components/audit/subject-timeline'
import { SubjectFindings } from '@/components/finding/subject-findings'
import { BreadthFormula } from '@/components/grant/breadth-formula'
import { TopBar } from '@/components/shell/top-bar'
import { isAllowed } from '@/lib/domain/authorization'
import { pageContext } from '@/lib/http/context'
import { orNotFound } from '@/lib/http/or-not-found'
import { getSystem } from '@/lib/queries/get-system'
import { listClients } from '@/lib/queries/list-clients'
import { ownerActions } from '../../grants/grant-actions'
import { changeTheSystem } from '../actions'
import { CheckedBySection } from './checked-by-section'
import { GrantsSection } from './grants-section'
import { LimitsSection } from './limits-section'
import { PermissionsSection } from './permissions-section'
import { SessionsSection } from './sessions-section'
import { SystemDeeds } from './system-deeds'
import { SystemFacts } from './system-facts'
import { SystemHead } from './system-head'

export const metadata: Metadata = { title: 'System' }

/** One system: how critical it is, who may do what on it, and what is live. */
export default async function SystemPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext()
  const system = await orNotFound(getSystem(ctx, (await params).id))
  const { rows: clients } = await listClients(ctx, { system: system.id, limit: 50 })
  const can = { revoke: isAllowed(ctx, 'revoke-access'), assignOwner: isAllowed(ctx, 'assign-owner') }
  const deeds = { edit: isAllowed(ctx, 'manage-systems'), assignOwner: can.assignOwner }
  const actions = <SystemDeeds system={system} can={deeds} change={changeTheSystem} owner={ownerActions} />
  return (
    <>
      <TopBar title={system.name} crumbs={[{ href: '/systems', label: 'Systems' }]} now={ctx.now} />
      <SystemHead system={system} actions={actions} />
      <SystemFacts system={system} />
      <div className="grid min-[1100px]:grid-cols-[minmax(0,1fr)_400px]">
        <div>
          <GrantsSection system={system} now={ctx.now} can={can} />
          <SessionsSection system={system} now={ctx.now} can={can} />
          <PermissionsSection system={system} />
          <div className="page-inset py-3">
            <BreadthFormula />
          </div>
        </div>
        <div className="divide-y divide-line border-line max-[1099px]:border-t min-[1100px]:border-l">
          <CheckedBySection clients={clients} now={ctx.now} />
          <LimitsSection tier={system.tier} limits={system.limits} />
          <SubjectFindings filter={`system=${system.id}`} findings={system.findings} />
          <SubjectTimeline subject={system.id} events={system.events} />
        </div>
      </div>
    </>
  )
}
