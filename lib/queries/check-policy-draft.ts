import { reader } from '@/lib/db'
import { readPolicyFacts } from '@/lib/db/policy-facts'
import { approvalPolicy } from '@/lib/domain/approval-policy'
import { authorize } from '@/lib/domain/authorization'
import { checkPolicy } from '@/lib/domain/check-policy'
import type { Context } from '@/lib/domain/context'
import { type PolicyProblem, shapeProblems } from '@/lib/domain/policy-problem'

/** What is wrong with rules that are being written: their shape, else what they say. `names` of all that they name. */
export async function checkPolicyDraft(
  ctx: Context,
  content: unknown,
): Promise<{ problems: PolicyProblem[]; names: Record<string, string> }> {
  authorize(ctx, 'view-policies')
  const { data, error } = approvalPolicy.safeParse(content)
  if (error) return { problems: shapeProblems(error), names: {} }
  const { names, ...facts } = await readPolicyFacts(reader(), ctx.orgId, data)
  return { problems: checkPolicy(data, facts), names }
}
