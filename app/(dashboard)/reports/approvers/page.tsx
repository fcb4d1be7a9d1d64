import type { Metadata } from 'next'
import { HiddenByRole } from '@/app/(dashboard)/hidden-by-role'
import { TopBar } from '@/components/shell/top-bar'
import { EmptyState } from '@/components/ui/empty-state'
import { ObjectHead } from '@/components/ui/object-head'
import { QUALITY_DAYS } from '@/lib/domain/approval-quality'
import { isAllowed } from '@/lib/domain/authorization'
import { pageContext } from '@/lib/http/context'
import { listApprovalQuality } from '@/lib/queries/list-approval-quality'
import { ApproverTable } from './approver-table'

export const metadata: Metadata = { title: 'Approval quality' }

const CRUMBS = [{ href: '/reports', label: 'Reports' }]

/** How each approver decides: for reviewers and managers, who ask questions where the figures suggest some. */
export default async function ApproversPage() {
  const ctx = await pageContext()
  const bar = <TopBar title="Approval quality" crumbs={CRUMBS} now={ctx.now} />
  if (!isAllowed(ctx, 'view-approval-quality'))
    return (
      <>
        {bar}
        <HiddenByRole section="Approval quality">Reviewers, managers and admins read it.</HiddenByRole>
      </>
    )
  const { approvers, isWhole } = await listApprovalQuality(ctx)
  return (
    <>
      {bar}
      <ObjectHead
        title="Approval quality"
        facts={`The last ${QUALITY_DAYS} days${isWhole ? '' : ', the latest 20,000 votes of them'}`}
      />
      {approvers.length === 0 ? (
        <EmptyState inset title="Nobody has voted yet">
          How approvers decide stands here once they have: how often, how fast, for whom and when.
        </EmptyState>
      ) : (
        <ApproverTable approvers={approvers} />
      )}
    </>
  )
}
