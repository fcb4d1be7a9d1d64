import { loadApprovalPolicy } from '@/lib/commands/load-approval-policy'
import type { Tx } from '@/lib/db'
import { readPolicyFacts } from '@/lib/db/policy-facts'
import { checkPolicy } from '@/lib/domain/check-policy'

/** What is wrong with the rules in force as of now, in sentences: whoever takes power away should hear that a stage can no
 *  longer be passed. */
export async function listRuleProblems(tx: Tx, orgId: string): Promise<string[]> {
  const { policy } = await loadApprovalPolicy(tx, orgId)
  const problems = checkPolicy(policy, await readPolicyFacts(tx, orgId, policy))
  return problems.flatMap(({ level, message }) => (level === 'error' ? [message] : []))
}
