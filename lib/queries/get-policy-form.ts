import { reader } from '@/lib/db'
import { readPolicyFacts } from '@/lib/db/policy-facts'
import { readActivePolicy } from '@/lib/db/question'
import { type ApprovalPolicy, approvalPolicy, DEFAULT_POLICY } from '@/lib/domain/approval-policy'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'

type Named = { id: string; name: string }

/** What an editor of approval rules begins with. `basedOn`: the version in force. `names`: of all that `policy` names. */
export type PolicyForm = {
  policy: ApprovalPolicy
  basedOn: number
  members: (Named & { isActive: boolean })[]
  groups: Named[]
  reviewers: Named[]
  names: Record<string, string>
}

async function readVersion(orgId: string, version: number): Promise<ApprovalPolicy> {
  if (version === 0) return DEFAULT_POLICY
  const where = { orgId_kind_version: { orgId, kind: 'approvals', version } }
  const row = await reader().policyVersion.findUnique({ where, select: { content: true } })
  if (!row) throw notFound('version')
  return approvalPolicy.parse(row.content)
}

/** The rules to write others from: those of a version, or those in force where none is named. Errors: `not_found`. */
export async function getPolicyForm(ctx: Context, from: number | null): Promise<PolicyForm> {
  authorize(ctx, 'propose-policy')
  const { orgId } = ctx
  const active = await readActivePolicy(reader(), orgId, 'approvals')
  const basedOn = active?.version ?? 0
  const policy = await readVersion(orgId, from ?? basedOn)
  const { members, groups, endpoints, names } = await readPolicyFacts(reader(), orgId, policy)
  return {
    ...{ policy, basedOn, names },
    members: members.map(({ id, name, isActive }) => ({ id, name, isActive })),
    groups: [...groups],
    reviewers: endpoints.filter(({ status }) => status === 'active').map(({ id, name }) => ({ id, name })),
  }
}
