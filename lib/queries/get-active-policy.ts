import { reader } from '@/lib/db'
import { readPolicyFacts } from '@/lib/db/policy-facts'
import { readActivePolicy } from '@/lib/db/question'
import { type ApprovalPolicy, approvalPolicy, DEFAULT_POLICY } from '@/lib/domain/approval-policy'
import { authorize } from '@/lib/domain/authorization'
import { checkPolicy } from '@/lib/domain/check-policy'
import type { Context } from '@/lib/domain/context'
import { describePolicy, type PolicyInWords } from '@/lib/domain/describe-policy'
import type { PolicyProblem } from '@/lib/domain/policy-problem'

/** The approval rules in force: as data, in words, and what is wrong with them by now. `version` 0: what Remit brings along.
 *  `names`: of everything they can name or do name, by public id. */
export type ActivePolicy = {
  version: number
  policy: ApprovalPolicy
  words: PolicyInWords
  problems: PolicyProblem[]
  names: Record<string, string>
}

/** The approval rules that hold now. */
export async function getActivePolicy(ctx: Context): Promise<ActivePolicy> {
  authorize(ctx, 'view-policies')
  const active = await readActivePolicy(reader(), ctx.orgId, 'approvals')
  const policy = active ? approvalPolicy.parse(active.content) : DEFAULT_POLICY
  const { names, ...facts } = await readPolicyFacts(reader(), ctx.orgId, policy)
  const words = describePolicy(policy, (id) => names[id] ?? id)
  return { version: active?.version ?? 0, policy, words, problems: checkPolicy(policy, facts), names }
}
