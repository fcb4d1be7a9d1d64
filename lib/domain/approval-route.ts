import type { ApprovalPolicy, Change, PolicyCondition, PolicyRule, PolicyVerdict } from '@/lib/domain/approval-policy'
import type { Environment, IdentityKind } from '@/lib/domain/identity'
import type { Tier } from '@/lib/domain/limits'
import type { AccessLevel } from '@/lib/domain/permission'

/** A request as far as the rules look at it. Ids are public. `standsSeconds` null = permanent. `breadth` 0–100. */
export type ApprovalCase = {
  change: Change
  breadth: number
  accessLevels: readonly AccessLevel[]
  systems: readonly { id: string; tier: Tier; environment: Environment }[]
  principal: { id: string; kind: IdentityKind }
  actor: { id: string; kind: IdentityKind }
  ttlSeconds: number
  standsSeconds: number | null
  requester: { kind: 'member' | 'service' | 'client' | 'system'; id: string | null; groupIds: readonly string[] }
}

/** What the policy answers: `rule` null where none spoke. */
export type Route = { rule: string | null; verdict: PolicyVerdict }

const stands = ({ standsSeconds }: ApprovalCase) => standsSeconds ?? Number.POSITIVE_INFINITY
const among = <T>(list: readonly T[], found: readonly T[]) => found.some((each) => list.includes(each))

/** One check for each thing a condition can name; true where it holds. */
const CHECKS: {
  [K in keyof Required<PolicyCondition>]: (asked: NonNullable<PolicyCondition[K]>, of: ApprovalCase) => boolean
} = {
  changes: (changes, of) => changes.includes(of.change),
  breadthAtLeast: (least, of) => of.breadth >= least,
  breadthBelow: (most, of) => of.breadth < most,
  accessLevels: (levels, of) => among(levels, of.accessLevels),
  onlyAccessLevels: (levels, of) => of.accessLevels.every((level) => levels.includes(level)),
  tiers: (tiers, of) =>
    among(
      tiers,
      of.systems.map(({ tier }) => tier),
    ),
  onlyTiers: (tiers, of) => of.systems.every(({ tier }) => tiers.includes(tier)),
  onlyEnvironments: (only, of) => of.systems.every(({ environment }) => only.includes(environment)),
  onlySystems: (systems, of) => of.systems.every(({ id }) => systems.includes(id)),
  environments: (environments, of) =>
    among(
      environments,
      of.systems.map(({ environment }) => environment),
    ),
  systems: (systems, of) =>
    among(
      systems,
      of.systems.map(({ id }) => id),
    ),
  principals: (principals, of) => principals.includes(of.principal.id),
  principalKinds: (kinds, of) => kinds.includes(of.principal.kind),
  actors: (actors, of) => actors.includes(of.actor.id),
  actorKinds: (kinds, of) => kinds.includes(of.actor.kind),
  ttlAtLeastSeconds: (least, of) => of.ttlSeconds >= least,
  ttlBelowSeconds: (most, of) => of.ttlSeconds < most,
  standsAtLeastSeconds: (least, of) => stands(of) >= least,
  standsBelowSeconds: (most, of) => stands(of) < most,
  isPermanent: (is, of) => (of.standsSeconds === null) === is,
  requesterKinds: (kinds, of) => kinds.includes(of.requester.kind),
  requesterGroups: (groups, of) => among(groups, of.requester.groupIds),
  requesters: (requesters, of) => of.requester.id !== null && requesters.includes(of.requester.id),
}

type Check = (asked: unknown, of: ApprovalCase) => boolean

/** Whether a condition holds of a request: everything it names. */
export function holds(when: PolicyCondition, of: ApprovalCase): boolean {
  for (const name in when) {
    const asked = when[name as keyof PolicyCondition]
    if (asked !== undefined && !(CHECKS[name as keyof PolicyCondition] as Check)(asked, of)) return false
  }
  return true
}

/** As long as a length can be asked for, ten years: what stands longer ends on paper only. */
export const LONGEST_SECONDS = 315_360_000

/** Whether a rule may speak: what never ends is never approved by a rule, whatever the rule says, nor is a session under a
 *  grant that wants a person asked each time. */
function maySpeak({ verdict }: PolicyRule, of: ApprovalCase): boolean {
  return verdict.kind !== 'auto-approve' || (stands(of) <= LONGEST_SECONDS && of.change !== 'session')
}

/** Which way a request goes: the first rule that holds. */
export function routeRequest(policy: ApprovalPolicy, of: ApprovalCase): Route {
  const rule = policy.rules.find((each) => holds(each.when, of) && maySpeak(each, of))
  return rule ? { rule: rule.name, verdict: rule.verdict } : { rule: null, verdict: policy.otherwise }
}

const TIER_RISK: Readonly<Record<Tier, number>> = { 1: 20, 2: 10, 3: 0 }
const PERMANENT_RISK = 20

/** How far up an inbox a request belongs, 0–100: its breadth, more for critical systems and for what never ends. */
export function requestRisk(breadth: number, tier: Tier, isPermanent: boolean): number {
  return Math.min(100, breadth + TIER_RISK[tier] + (isPermanent ? PERMANENT_RISK : 0))
}
