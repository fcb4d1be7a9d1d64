import { reader } from '@/lib/db'
import { readPolicyFacts } from '@/lib/db/policy-facts'
import { readActivePolicy } from '@/lib/db/question'
import { type ApprovalPolicy, approvalPolicy, DEFAULT_POLICY } from '@/lib/domain/approval-policy'
import { authorize } from '@/lib/domain/authorization'
import { checkPolicy } from '@/lib/domain/check-policy'
import type { Context } from '@/lib/domain/context'
import { describePolicy, type PolicyInWords } from '@/lib/domain/describe-policy'
import { diffPolicies, type PolicyDiff } from '@/lib/domain/diff-policies'
import { notFound } from '@/lib/domain/error'
import type { PolicyProblem } from '@/lib/domain/policy-problem'
import type { PolicyVersionRow } from '@/lib/domain/policy-version'
import { listPolicyVersions } from '@/lib/queries/list-policy-versions'

/** One version of the approval rules. `against`: the version it is compared with, the one in force, or for that one and those
 *  before it the version that it took the place of. `difference` is from that to this. */
export type PolicyVersionPage = PolicyVersionRow & {
  policy: ApprovalPolicy
  words: PolicyInWords
  problems: PolicyProblem[]
  against: number
  difference: PolicyDiff
}

async function readContent(orgId: string, version: number): Promise<ApprovalPolicy> {
  if (version === 0) return DEFAULT_POLICY
  const row = await reader().policyVersion.findUnique({
    where: { orgId_kind_version: { orgId, kind: 'approvals', version } },
    select: { content: true },
  })
  if (!row) throw notFound('version')
  return approvalPolicy.parse(row.content)
}

/** The version that held before this one: the latest of those that held and ended not after it began. */
function heldBefore(versions: readonly PolicyVersionRow[], { decidedAt }: PolicyVersionRow): number {
  const held = versions.filter(
    ({ supersededAt }) => supersededAt !== null && decidedAt !== null && supersededAt <= decidedAt,
  )
  return Math.max(0, ...held.map(({ version }) => version))
}

const hasHeld = ({ status }: PolicyVersionRow) => status === 'active' || status === 'superseded'

/** A version of the approval rules, 0 is what Remit brings along. Errors: `not_found`. */
export async function getPolicyVersion(ctx: Context, version: number): Promise<PolicyVersionPage> {
  authorize(ctx, 'view-policies')
  const { orgId } = ctx
  const versions = await listPolicyVersions(ctx, 'approvals')
  const row = versions.find((each) => each.version === version)
  if (!row) throw notFound('version')
  const active = await readActivePolicy(reader(), orgId, 'approvals')
  const against = hasHeld(row) ? heldBefore(versions, row) : (active?.version ?? 0)
  const [policy, other] = await Promise.all([readContent(orgId, version), readContent(orgId, against)])
  const { names, ...facts } = await readPolicyFacts(reader(), orgId, policy, other)
  const nameOf = (id: string) => names[id] ?? id
  const problems = row.status === 'pending' || row.status === 'active' ? checkPolicy(policy, facts) : []
  const words = describePolicy(policy, nameOf)
  return { ...row, policy, words, problems, against, difference: diffPolicies(other, policy, nameOf) }
}
