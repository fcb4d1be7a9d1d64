import type { ApprovalPolicy, Approvers, PeopleStage, PolicyVerdict } from '@/lib/domain/approval-policy'
import type { PolicyFacts, PolicyProblem } from '@/lib/domain/policy-problem'

type Path = PolicyProblem['path']
type StagesVerdict = Extract<PolicyVerdict, { kind: 'stages' }>

/** How many people could vote in a stage: members by id, and owners who are known only once something is asked for. */
type Electorate = { members: Set<string>; owners: number }

function membersOf(from: Approvers, { members }: PolicyFacts): string[] {
  const active = members.filter(({ isActive }) => isActive)
  const found = active.filter(({ id, roles, groupIds }) => {
    if ('role' in from) return roles.includes(from.role)
    if ('group' in from) return groupIds.includes(from.group)
    return 'member' in from && id === from.member
  })
  return found.map(({ id }) => id)
}

/** Several systems can have several owners; grant, principal and actor have one at most. */
function ownersOf(from: Approvers, barActorOwner: boolean): number {
  if (!('owner' in from)) return 0
  if (from.owner === 'system') return Number.POSITIVE_INFINITY
  return from.owner === 'actor' && barActorOwner ? 0 : 1
}

function electorateOf({ from }: PeopleStage, policy: ApprovalPolicy, facts: PolicyFacts): Electorate {
  const members = new Set(from.flatMap((each) => membersOf(each, facts)))
  const owners = from.reduce((sum, each) => sum + ownersOf(each, policy.barActorOwner), 0)
  return { members, owners }
}

const people = (count: number) => (count === 1 ? 'one person' : `${count} people`)
const votes = (count: number) => (count === 1 ? 'one vote' : `${count} votes`)

function checkStage(stage: PeopleStage, { members, owners }: Electorate): Omit<PolicyProblem, 'path'> | null {
  const { name, votes: needed } = stage
  const possible = members.size + owners
  if (possible === 0) return { level: 'error', message: `Nobody can vote in the stage “${name}”.` }
  if (possible < needed) {
    const message = `The stage “${name}” needs ${votes(needed)}, and only ${people(possible)} can vote in it.`
    return { level: 'error', message }
  }
  if (members.size === 0)
    return { level: 'warning', message: `Where nothing has an owner, nobody can vote in the stage “${name}”.` }
  if (owners === 0 && members.size === needed) {
    const message = `If one of those who can vote in the stage “${name}” asks, it cannot pass: ${people(members.size)} can vote, ${needed} must.`
    return { level: 'warning', message }
  }
  return null
}

/** Seats that must be taken by different people: the votes of all stages that owners cannot fill. Kuhn's algorithm. */
function seatsLeft(electorates: readonly { electorate: Electorate; needed: number }[]): number {
  const seats = electorates.flatMap(({ electorate, needed }) => {
    return Array.from({ length: Math.max(0, needed - electorate.owners) }, () => electorate.members)
  })
  const takenBy = new Map<string, number>()
  const place = (seat: number, tried: Set<string>): boolean => {
    for (const member of seats[seat] ?? []) {
      if (tried.has(member)) continue
      tried.add(member)
      const other = takenBy.get(member)
      if (other !== undefined && !place(other, tried)) continue
      takenBy.set(member, seat)
      return true
    }
    return false
  }
  return seats.filter((_, seat) => !place(seat, new Set())).length
}

function checkTimes({ stages, lapseAfterHours }: StagesVerdict, path: Path): PolicyProblem[] {
  const late = `the question has lapsed by then, after ${lapseAfterHours} h`
  const warn = (index: number, message: string): PolicyProblem => {
    return { level: 'warning', path: [...path, 'stages', index], message }
  }
  return stages.flatMap((stage, index) => {
    if (stage.kind === 'reviewer')
      return stage.waitHours >= lapseAfterHours ? [warn(index, `“${stage.name}” is waited for too long: ${late}.`)] : []
    const { name, remindAfterHours, escalateAfterHours, escalateTo } = stage
    const isLate = (hours: number | null) => hours !== null && hours >= lapseAfterHours
    return [
      ...(isLate(remindAfterHours) ? [warn(index, `“${name}” reminds too late: ${late}.`)] : []),
      ...(isLate(escalateAfterHours) ? [warn(index, `“${name}” escalates too late: ${late}.`)] : []),
      ...(escalateAfterHours !== null && escalateTo.length === 0
        ? [warn(index, `“${name}” escalates to nobody.`)]
        : []),
      ...(escalateAfterHours === null && escalateTo.length > 0
        ? [warn(index, `“${name}” names whom it escalates to, and never does.`)]
        : []),
    ]
  })
}

/** Whether the stages of a verdict can be passed: enough people for each, different ones for all. `path` of the verdict. */
export function checkStages(
  verdict: PolicyVerdict,
  path: Path,
  policy: ApprovalPolicy,
  facts: PolicyFacts,
): PolicyProblem[] {
  if (verdict.kind !== 'stages') return []
  const asked = verdict.stages.flatMap((stage, index) => {
    if (stage.kind !== 'people') return []
    return { stage, index, electorate: electorateOf(stage, policy, facts), needed: stage.votes }
  })
  const problems = asked.flatMap(({ stage, index, electorate }): PolicyProblem[] => {
    const problem = checkStage(stage, electorate)
    return problem ? [{ ...problem, path: [...path, 'stages', index] }] : []
  })
  const times = checkTimes(verdict, path)
  if (problems.some(({ level }) => level === 'error') || seatsLeft(asked) === 0) return [...problems, ...times]
  const needed = asked.reduce((sum, each) => sum + each.needed, 0)
  const message = `All stages together need ${votes(needed)} of different people, and there are not so many.`
  return [...problems, { level: 'error', path: [...path, 'stages'], message }, ...times]
}
