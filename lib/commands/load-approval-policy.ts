import type { Tx } from '@/lib/db'
import { readActivePolicy } from '@/lib/db/question'
import { type ApprovalPolicy, approvalPolicy, DEFAULT_POLICY } from '@/lib/domain/approval-policy'

export type VersionedPolicy = { version: number; policy: ApprovalPolicy }

/** The approval rules that hold now, with their version; 0 is what holds where an organisation has none. */
export async function loadApprovalPolicy(tx: Tx, orgId: string): Promise<VersionedPolicy> {
  const active = await readActivePolicy(tx, orgId, 'approvals')
  return active
    ? { version: active.version, policy: approvalPolicy.parse(active.content) }
    : { version: 0, policy: DEFAULT_POLICY }
}

/** The approval rules of one version, for a question that was asked under it. */
export async function loadPolicyVersion(tx: Tx, orgId: string, version: number | null): Promise<ApprovalPolicy> {
  if (!version) return DEFAULT_POLICY
  const row = await tx.policyVersion.findUniqueOrThrow({
    where: { orgId_kind_version: { orgId, kind: 'approvals', version } },
    select: { content: true },
  })
  return approvalPolicy.parse(row.content)
}
