import type { ApprovalPolicy } from '@/lib/domain/approval-policy'
import { checkReferences } from '@/lib/domain/check-references'
import { checkStages } from '@/lib/domain/check-stages'
import type { PolicyFacts, PolicyProblem } from '@/lib/domain/policy-problem'
import { contradictionOf, silencedBy } from '@/lib/domain/rule-reach'

/** Rules that never speak, though they look as if they did. */
function checkReach({ rules }: ApprovalPolicy): PolicyProblem[] {
  return rules.flatMap((rule, index): PolicyProblem[] => {
    const path = ['rules', index, 'when']
    const contradiction = contradictionOf(rule.when)
    if (contradiction) return [{ level: 'error', path, message: `“${rule.name}” never speaks: ${contradiction}.` }]
    if (rule.verdict.kind === 'auto-approve' && rule.when.changes?.every((change) => change === 'session'))
      return [
        { level: 'error', path, message: `“${rule.name}” never speaks: a single session is not approved by a rule.` },
      ]
    const earlier = silencedBy(rule, rules.slice(0, index))
    if (!earlier) return []
    const message = `“${rule.name}” never speaks: “${earlier.name}” before it always does.`
    return [{ level: 'error', path, message }]
  })
}

function checkBreakGlass({ breakGlass }: ApprovalPolicy, { members }: PolicyFacts): PolicyProblem[] {
  const { groups } = breakGlass
  const active = members.filter(({ isActive }) => isActive)
  if (groups.length === 0 || active.some(({ groupIds }) => groupIds.some((id) => groups.includes(id)))) return []
  const message = 'Nobody is in the groups that may break the glass.'
  return [{ level: 'warning', path: ['breakGlass', 'groups'], message }]
}

/** Everything that is wrong with rules beyond their shape: what they name and is not there, rules that never speak, stages
 *  that nobody can pass. The same look is taken while they are written, when they are proposed, and before they hold. */
export function checkPolicy(policy: ApprovalPolicy, facts: PolicyFacts): PolicyProblem[] {
  const verdicts = [
    ...policy.rules.map(({ verdict }, index) => ({ verdict, path: ['rules', index, 'verdict'] })),
    { verdict: policy.otherwise, path: ['otherwise'] },
  ]
  return [
    ...checkReferences(policy, facts),
    ...checkReach(policy),
    ...verdicts.flatMap(({ verdict, path }) => checkStages(verdict, path, policy, facts)),
    ...checkBreakGlass(policy, facts),
  ]
}
