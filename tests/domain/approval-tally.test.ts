import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  eligibleShape,
  hindranceOf,
  type Question,
  type Stage,
  stageTerms,
  tally,
  type Vote,
  type Voter,
  wouldCount,
} from '@/lib/domain/approval-tally'
import { ROLES } from '@/lib/domain/context'
import { NOW } from '@/tests/support/clock'

const PEOPLE = ['ada', 'bo', 'cy', 'di', 'el', 'fi']
const IDENTITIES = ['i-ada', 'i-bo', 'i-cy', 'i-di', 'i-bot']
const GROUPS = ['release', 'security']

const some = (list: readonly string[], maxLength = 2) => fc.uniqueArray(fc.constantFrom(...list), { maxLength })
const maybe = (list: readonly string[]) => fc.option(fc.constantFrom(...list), { nil: null, freq: 2 })

const voter = (memberId: string): fc.Arbitrary<Voter> =>
  fc.record({
    memberId: fc.constant(memberId),
    name: fc.constant(memberId),
    isActive: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
    roles: fc.uniqueArray(fc.constantFrom(...ROLES), { maxLength: 2 }),
    groupIds: some(GROUPS),
    identityIds: some(IDENTITIES),
    teamIds: some(['t-support'], 1),
  })

const people = fc.tuple(...PEOPLE.map(voter)).map((all) => new Map(all.map((each) => [each.memberId, each])))

const stage = fc.record({
  kind: fc.constantFrom(
    'people' as const,
    'people' as const,
    'people' as const,
    'consent' as const,
    'reviewer' as const,
  ),
  requiredVotes: fc.integer({ min: 1, max: 3 }),
  eligible: fc.record({
    roles: fc.uniqueArray(fc.constantFrom(...ROLES), { maxLength: 2 }),
    groupIds: some(GROUPS),
    memberIds: some(PEOPLE),
    identityIds: some([...IDENTITIES, 't-support'], 1),
  }),
  isSettled: fc.boolean(),
})

const stages = fc.array(stage, { minLength: 1, maxLength: 3 }).map((all) =>
  all.map((each, index): Stage => {
    return { ...each, position: index + 1, name: `stage ${index + 1}`, terms: stageTerms.parse({}) }
  }),
)

const vote: fc.Arbitrary<Vote> = fc.record({
  position: fc.integer({ min: 1, max: 3 }),
  memberId: fc.constantFrom(...PEOPLE),
  onBehalfOfMemberId: fc.option(fc.constantFrom(...PEOPLE), { nil: null, freq: 4 }),
  vote: fc.constantFrom('approve', 'approve', 'approve', 'approve', 'deny' as const),
  revision: fc.integer({ min: 0, max: 2 }),
})

const question: fc.Arbitrary<Question> = fc.record({
  requestedByMemberId: maybe(PEOPLE),
  requestedByIdentityId: maybe(IDENTITIES),
  barredIdentityIds: some([...IDENTITIES, 'ada', 't-support']),
  votesCountFrom: fc.integer({ min: 0, max: 1 }),
  stages,
  votes: fc.array(vote, { maxLength: 14 }),
})

/** The rule once more, from what the product promises and not from its code: who must never count where people decide. */
function isForbidden({ requestedByMemberId, requestedByIdentityId, barredIdentityIds }: Question, who: Voter): boolean {
  const theirs = [...barredIdentityIds, ...(requestedByIdentityId ? [requestedByIdentityId] : [])]
  const names = [who.memberId, ...who.identityIds, ...(who.teamIds ?? [])]
  return who.memberId === requestedByMemberId || names.some((id) => theirs.includes(id))
}

function isNamed({ eligible }: Stage, who: Voter): boolean {
  const named = [
    ...eligible.roles.filter((role) => who.roles.some((each) => each === role)),
    ...eligible.groupIds.filter((group) => who.groupIds.includes(group)),
    ...eligible.memberIds.filter((member) => member === who.memberId),
    ...eligible.identityIds.filter((identity) => [...who.identityIds, ...(who.teamIds ?? [])].includes(identity)),
  ]
  return named.length > 0
}

/** Whether a vote may count at all: whoever casts it is a member and not forbidden, and whoever's right it is has it. Nobody
 *  consents for another. */
function mayCount(of: Question, inStage: Stage, cast: Vote, voters: ReadonlyMap<string, Voter>): boolean {
  const hand = voters.get(cast.memberId)
  const right = voters.get(cast.onBehalfOfMemberId ?? cast.memberId)
  if (!hand?.isActive || !right?.isActive || !isNamed(inStage, right)) return false
  if (inStage.kind === 'consent' && cast.onBehalfOfMemberId !== null) return false
  const isFree = inStage.kind === 'consent' || !(isForbidden(of, hand) || isForbidden(of, right))
  return isFree && cast.position === inStage.position && cast.revision >= of.votesCountFrom
}

const bothOf = ({ memberId, onBehalfOfMemberId }: Vote) => [
  memberId,
  ...(onBehalfOfMemberId ? [onBehalfOfMemberId] : []),
]
const RUNS = { numRuns: 1000 }

describe('however rules, people, groups, absences and votes fall', () => {
  it('no vote of a forbidden person counts, in whatever guise', () => {
    const check = fc.property(question, people, (of, voters) => {
      for (const { position, votes } of tally(of, voters).stages) {
        const inStage = of.stages.find((each) => each.position === position) as Stage
        expect(votes.filter((cast) => !mayCount(of, inStage, cast, voters))).toEqual([])
      }
    })
    fc.assert(check, RUNS)
  })

  it('votes of forbidden people change nothing: not the outcome, not the stage, not a count', () => {
    const check = fc.property(question, people, (of, voters) => {
      const votes = of.votes.filter((cast) => of.stages.some((each) => mayCount(of, each, cast, voters)))
      expect(tally({ ...of, votes }, voters)).toEqual(tally(of, voters))
    })
    fc.assert(check, RUNS)
  })

  it('nobody counts twice among the stages of people, by whatever account, nor by who votes in their place', () => {
    const check = fc.property(question, people, (of, voters) => {
      const peopled = new Set(of.stages.filter(({ kind }) => kind === 'people').map(({ position }) => position))
      const counted = tally(of, voters).stages.filter(({ position }) => peopled.has(position))
      const namesOf = (memberId: string) => [memberId, ...(voters.get(memberId)?.identityIds ?? [])]
      const all = counted.flatMap(({ votes }) => votes.flatMap((cast) => [...new Set(bothOf(cast).flatMap(namesOf))]))
      expect(all.length).toBe(new Set(all).size)
    })
    fc.assert(check, RUNS)
  })

  it('what is approved has in each stage so many different people as it needs, and nobody who may said no', () => {
    let approved = 0
    const check = fc.property(question, people, (of, voters) => {
      const { outcome } = tally(of, voters)
      if (outcome !== 'approved') return
      approved++
      for (const each of of.stages) {
        const may = of.votes.filter((cast) => mayCount(of, each, cast, voters))
        expect(may.some((cast) => cast.vote === 'deny')).toBe(false)
        if (each.kind === 'reviewer') expect(each.isSettled).toBe(true)
        else if (each.kind === 'people')
          expect(new Set(may.map(({ memberId }) => memberId)).size).toBeGreaterThanOrEqual(each.requiredVotes)
      }
    })
    fc.assert(check, { numRuns: 4000 })
    expect(approved, 'some of them are approved').toBeGreaterThan(5)
  })

  it('one no of who may vote denies, whenever it came', () => {
    const check = fc.property(question, people, (of, voters) => {
      const isDenied = of.votes.some((cast) => {
        return cast.vote === 'deny' && of.stages.some((each) => mayCount(of, each, cast, voters))
      })
      expect(tally(of, voters).outcome === 'denied').toBe(isDenied)
    })
    fc.assert(check, RUNS)
  })

  it('whoever is let vote is counted, and whoever is not would not have been', () => {
    const check = fc.property(question, people, fc.constantFrom(...PEOPLE), (of, voters, memberId) => {
      const { position, stages: before } = tally(of, voters)
      const [who, inStage] = [voters.get(memberId) as Voter, of.stages.find((each) => each.position === position)]
      if (position === null || !inStage || inStage.kind === 'reviewer') return
      const hindrance = hindranceOf(of, inStage, who, NOW, position)
      const cast: Vote = { position, memberId, onBehalfOfMemberId: null, vote: 'approve', revision: 2 }
      const { stages: after } = tally({ ...of, votes: [...of.votes, cast] }, voters)
      const grown = (after[position - 1]?.given ?? 0) - (before[position - 1]?.given ?? 0)
      if (hindrance === null) expect(grown).toBe(wouldCount(of, cast, voters) ? 1 : 0)
      else if (hindrance !== 'voted') expect(grown).toBe(0)
    })
    fc.assert(check, RUNS)
  })

  it('whoever is deactivated takes their votes along', () => {
    const check = fc.property(question, people, fc.constantFrom(...PEOPLE), (of, voters, memberId) => {
      const who = voters.get(memberId) as Voter
      const without = new Map(voters).set(memberId, { ...who, isActive: false })
      const counted = tally(of, without).stages.flatMap(({ votes }) => votes)
      expect(counted.some((cast) => bothOf(cast).includes(memberId))).toBe(false)
    })
    fc.assert(check, RUNS)
  })
})

it('a question without a stage is decided by nobody', () => {
  const nothing: Question = {
    ...{ requestedByMemberId: null, requestedByIdentityId: null, barredIdentityIds: [], votesCountFrom: 0 },
    ...{ stages: [], votes: [] },
  }
  expect(tally(nothing, new Map())).toEqual({ outcome: null, position: null, stages: [] })
  expect(eligibleShape.parse({})).toEqual({ roles: [], groupIds: [], memberIds: [], identityIds: [] })
})
