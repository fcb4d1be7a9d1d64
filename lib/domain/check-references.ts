import type { ApprovalPolicy, Approvers, PolicyStage, PolicyVerdict } from '@/lib/domain/approval-policy'
import type { PolicyFacts, PolicyProblem } from '@/lib/domain/policy-problem'

type Path = PolicyProblem['path']
type Reference = { kind: 'group' | 'member' | 'endpoint' | 'other'; id: string; path: Path }

function ofApprovers(all: readonly Approvers[], path: Path): Reference[] {
  return all.flatMap((each, index): Reference[] => {
    if ('group' in each) return [{ kind: 'group', id: each.group, path: [...path, index] }]
    return 'member' in each ? [{ kind: 'member', id: each.member, path: [...path, index] }] : []
  })
}

function ofStage(stage: PolicyStage, path: Path): Reference[] {
  if (stage.kind === 'reviewer') return [{ kind: 'endpoint', id: stage.endpoint, path: [...path, 'endpoint'] }]
  return [...ofApprovers(stage.from, [...path, 'from']), ...ofApprovers(stage.escalateTo, [...path, 'escalateTo'])]
}

function ofVerdict(verdict: PolicyVerdict, path: Path): Reference[] {
  if (verdict.kind !== 'stages') return []
  return verdict.stages.flatMap((stage, index) => ofStage(stage, [...path, 'stages', index]))
}

const NAMING = ['systems', 'onlySystems', 'principals', 'actors', 'requesters', 'requesterGroups'] as const

function ofRules({ rules }: ApprovalPolicy): Reference[] {
  return rules.flatMap(({ when, verdict }, index) => [
    ...NAMING.flatMap((name) => {
      const path = ['rules', index, 'when', name]
      return (when[name] ?? []).map((id): Reference => {
        const kind = name === 'requesterGroups' ? 'group' : id.startsWith('mem_') ? 'member' : 'other'
        return { kind, id, path }
      })
    }),
    ...ofVerdict(verdict, ['rules', index, 'verdict']),
  ])
}

/** Everything that rules name by its public id, and where. */
export function referencesOf(policy: ApprovalPolicy): Reference[] {
  const groups = (['consent', 'breakGlass'] as const).flatMap((name) =>
    policy[name].groups.map((id): Reference => ({ kind: 'group', id, path: [name, 'groups'] })),
  )
  return [...ofRules(policy), ...ofVerdict(policy.otherwise, ['otherwise']), ...groups]
}

function problemOf({ kind, id }: Reference, facts: PolicyFacts): Omit<PolicyProblem, 'path'> | null {
  if (kind === 'group') {
    const isKnown = facts.groups.some((group) => group.id === id)
    return isKnown ? null : { level: 'error', message: `There is no group ${id}.` }
  }
  if (kind === 'member') {
    const member = facts.members.find((each) => each.id === id)
    if (!member) return { level: 'error', message: `There is no member ${id}.` }
    return member.isActive ? null : { level: 'warning', message: `${member.name} is deactivated.` }
  }
  if (kind === 'other') return facts.known.includes(id) ? null : { level: 'error', message: `There is no ${id}.` }
  const endpoint = facts.endpoints.find((each) => each.id === id)
  if (endpoint?.kind !== 'reviewer') return { level: 'error', message: `There is no reviewer ${id} to ask.` }
  return endpoint.status === 'active' ? null : { level: 'error', message: `The reviewer ${endpoint.name} is disabled.` }
}

/** Whether everything that the rules name is there. */
export function checkReferences(policy: ApprovalPolicy, facts: PolicyFacts): PolicyProblem[] {
  return referencesOf(policy).flatMap((reference) => {
    const problem = problemOf(reference, facts)
    return problem ? [{ ...problem, path: reference.path }] : []
  })
}
