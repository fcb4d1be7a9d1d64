import type {
  Approvers,
  Change,
  PeopleStage,
  PolicyCondition,
  PolicyRule,
  PolicyStage,
  PolicyVerdict,
} from '@/lib/domain/approval-policy'
import { describeWindow } from '@/lib/domain/window'

/** The name of whatever has this public id; the id itself where it has none. */
export type NameOf = (publicId: string) => string

/** A rule as people read it: `when` it speaks, and what it says then, a `steps` each. */
export type RuleInWords = { name: string; when: string; steps: string[] }

const CHANGE_WORDS: Readonly<Record<Change, string>> = {
  new: 'a new grant',
  renew: 'a renewal',
  extend: 'an extension',
  widen: 'a widening',
  session: 'a single session',
}

/** `a, b or c`. */
export function listOr(words: readonly string[], last = 'or'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const

/** `90 min`, `8 h`, `30 d`: seconds in the largest unit that leaves nothing over. */
export function secondsInWords(seconds: number): string {
  const unit = UNITS.find(([, size]) => seconds >= size && seconds % size === 0)
  return unit ? `${seconds / unit[1]} ${unit[0]}` : `${seconds} s`
}

const hoursInWords = (hours: number) => secondsInWords(Math.round(hours * 3600))
const named = (ids: readonly string[], nameOf: NameOf) => listOr(ids.map(nameOf)) || '…'

/** One phrase for each thing a condition can name; each follows "If". */
const PHRASES: {
  [K in keyof Required<PolicyCondition>]: (asked: NonNullable<PolicyCondition[K]>, nameOf: NameOf) => string
} = {
  changes: (changes) => `${listOr(changes.map((change) => CHANGE_WORDS[change]))} is asked for`,
  breadthAtLeast: (least) => `breadth is ${least} or more`,
  breadthBelow: (most) => `breadth is below ${most}`,
  accessLevels: (levels) => `it includes ${listOr(levels)}`,
  onlyAccessLevels: (levels) => `it includes nothing but ${listOr(levels, 'and')}`,
  tiers: (tiers) => `a system is of tier ${listOr(tiers.map(String))}`,
  onlyTiers: (tiers) => `every system is of tier ${listOr(tiers.map(String))}`,
  environments: (environments) => `a system is in ${listOr(environments)}`,
  onlyEnvironments: (environments) => `every system is in ${listOr(environments)}`,
  systems: (ids, nameOf) => `it is for ${named(ids, nameOf)}`,
  onlySystems: (ids, nameOf) => `it is for nothing but ${named(ids, nameOf)}`,
  principals: (ids, nameOf) => `the principal is ${named(ids, nameOf)}`,
  principalKinds: (kinds) => `the principal is of the kind ${listOr(kinds)}`,
  actors: (ids, nameOf) => `the actor is ${named(ids, nameOf)}`,
  actorKinds: (kinds) => `the actor is of the kind ${listOr(kinds)}`,
  ttlAtLeastSeconds: (seconds) => `a session may last ${secondsInWords(seconds)} or longer`,
  ttlBelowSeconds: (seconds) => `a session lasts less than ${secondsInWords(seconds)}`,
  standsAtLeastSeconds: (seconds) => `the grant stands for ${secondsInWords(seconds)} or longer`,
  standsBelowSeconds: (seconds) => `the grant stands for less than ${secondsInWords(seconds)}`,
  isPermanent: (is) => (is ? 'the grant never ends' : 'the grant ends at some time'),
  requesterKinds: (kinds) => `a ${listOr(kinds)} asks`,
  requesterGroups: (ids, nameOf) => `somebody of ${named(ids, nameOf)} asks`,
  requesters: (ids, nameOf) => `${named(ids, nameOf)} asks`,
}

/** When a rule speaks, in words: `Always`, or `If … and …`. */
export function describeCondition(when: PolicyCondition, nameOf: NameOf): string {
  const phrases = Object.entries(PHRASES).flatMap(([name, phrase]) => {
    const asked = when[name as keyof PolicyCondition]
    return asked === undefined ? [] : [(phrase as (asked: unknown, nameOf: NameOf) => string)(asked, nameOf)]
  })
  return phrases.length === 0 ? 'Always' : `If ${listOr(phrases, 'and')}`
}

/** Who is asked: `whoever is approver`, `Release team`, `the owner of the system`. */
export function describeApprovers(from: Approvers, nameOf: NameOf): string {
  if ('role' in from) return `whoever is ${from.role}`
  if ('group' in from) return nameOf(from.group)
  if ('member' in from) return nameOf(from.member)
  return `the owner of the ${from.owner}`
}

function describePeople(stage: PeopleStage, nameOf: NameOf): string {
  const { votes, from, windows, remindAfterHours, escalateAfterHours, escalateTo } = stage
  const who = (all: readonly Approvers[]) => listOr(all.map((each) => describeApprovers(each, nameOf)))
  return [
    `${votes === 1 ? 'one vote' : `${votes} votes`} from ${who(from)}`,
    windows.length > 0 ? `only ${listOr(windows.map(describeWindow))}` : null,
    remindAfterHours === null ? null : `reminded after ${hoursInWords(remindAfterHours)}`,
    escalateAfterHours === null
      ? null
      : `after ${hoursInWords(escalateAfterHours)} also ${who(escalateTo) || 'nobody else'}`,
  ]
    .filter((part) => part !== null)
    .join(', ')
}

/** A stage in words: its name, and whose votes it takes. */
export function describeStage(stage: PolicyStage, nameOf: NameOf): string {
  if (stage.kind === 'people') return `${stage.name}: ${describePeople(stage, nameOf)}`
  const { name, endpoint, mayDeny, waitHours, onSilence } = stage
  const power = mayDeny ? 'comments and may deny' : 'comments'
  const silence = onSilence === 'lapse' ? 'lapses' : 'goes on'
  return `${name}: ${nameOf(endpoint)} ${power}; after ${hoursInWords(waitHours)} of silence it ${silence}`
}

/** What a rule says, a step a line. */
export function describeVerdict(verdict: PolicyVerdict, nameOf: NameOf): string[] {
  if (verdict.kind === 'auto-approve') return ['Approved by the rule; nobody is asked']
  if (verdict.kind === 'auto-deny') return [`Denied by the rule: ${verdict.reason}`]
  const stages = verdict.stages.map((stage) => describeStage(stage, nameOf))
  return [...stages, `Lapses after ${hoursInWords(verdict.lapseAfterHours)}`]
}

/** A rule in words. */
export function describeRule({ name, when, verdict }: PolicyRule, nameOf: NameOf): RuleInWords {
  return { name, when: describeCondition(when, nameOf), steps: describeVerdict(verdict, nameOf) }
}
