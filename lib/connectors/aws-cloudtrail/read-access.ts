import { lastName, parseArn, roleKey } from '@/lib/connectors/aws-cloudtrail/arn'
import { awsCatalogue } from '@/lib/connectors/aws-cloudtrail/catalogue'
import { accountSystem, roleIdentity } from '@/lib/connectors/aws-cloudtrail/identify-caller'
import { roleHistory } from '@/lib/connectors/aws-cloudtrail/role-history'
import { RolePermissions } from '@/lib/connectors/aws-cloudtrail/role-permissions'
import { matchTrusted, type Trusted, trusteesOf, trustHistory } from '@/lib/connectors/aws-cloudtrail/role-trust'
import { knownPermissions } from '@/lib/domain/iam-catalogue'
import type { EffectivePermissions } from '@/lib/domain/iam-effective'
import type {
  AccessReading,
  Caller,
  HeldPermissions,
  KeptFact,
  ObservedGrant,
  SessionInForce,
} from '@/lib/domain/observed-access'

const own = (principal: string, facts: readonly KeptFact[]) => facts.filter((fact) => fact.subject === principal)

/** Names one principal's trust by one life of a role: the same however much of the log is in. */
const trustKey = (role: string, trusted: Trusted) =>
  `${role}|trusts|${trusted.identity.key}|${new Date(trusted.since).toISOString()}`

const callerKey = (role: string, caller: string) => `${role}|seen|${caller}`

function endOf(facts: readonly KeptFact[]): number | null {
  const last = facts
    .filter((fact) => fact.facet === 'role')
    .reduce<KeptFact | null>((a, b) => (a && a.asOf > b.asOf ? a : b), null)
  return last && last.value === null ? last.asOf : null
}

function trustedAt(role: string, facts: readonly KeptFact[], at: number) {
  const states = roleHistory(own(role, facts))
  const state = states.findLast((candidate) => candidate.from <= at)
  const isKnown = state !== undefined && trusteesOf(state.trust) !== null
  const trusted = trustHistory(states).filter(({ since, until }) => since <= at && (until === null || at < until))
  return { isKnown, trusted }
}

/** The grant a session came through. Roles take effect within seconds of the record of their making, not at once. */
function grantKeyOf({ principal, actor, issuedAt, method }: SessionInForce, facts: readonly KeptFact[]): string | null {
  const isRole = roleKey(principal) === principal
  if (!isRole || method === null || method.startsWith('Get')) return null
  const { isKnown, trusted } = trustedAt(principal, facts, issuedAt)
  if (!isKnown) return callerKey(principal, actor)
  const match = matchTrusted(trusted, actor)
  return match && trustKey(principal, match)
}

/** When a grant of which only a caller was seen is over: the role is gone, or it became known whom it trusts. */
function endOfUnexplained(role: string, facts: readonly KeptFact[], since: number): number | null {
  const later = roleHistory(own(role, facts)).filter(({ from }) => from > since)
  return later.find(({ exists, trust }) => !exists || trusteesOf(trust) !== null)?.from ?? null
}

/** How CloudTrail's facts become standing permissions: of those that stand what they hold now, of those that ended all
 *  they ever held (policies are taken away before a role is deleted). Loads the catalogue of AWS actions. */
export async function readAwsAccess(): Promise<AccessReading> {
  const catalogue = await awsCatalogue()
  const permissions = new RolePermissions(catalogue)
  const heldOf = new WeakMap<EffectivePermissions, NonNullable<HeldPermissions>>()
  const toHeld = (found: EffectivePermissions | null) => {
    if (!found) return null
    const { permissions: keys, notes } = found
    const held = heldOf.get(found) ?? { permissions: knownPermissions(catalogue, keys), notes }
    heldOf.set(found, held)
    return held
  }
  return {
    endOf: (facts) => endOf(facts),
    grantKeyOf,
    describe: (keys) => knownPermissions(catalogue, keys),
    heldIn: async (session, facts) =>
      roleKey(session.principal) === session.principal ? toHeld(await permissions.during(session, facts)) : null,
    grantsOf: async (role, facts, callers, now) => {
      if (roleKey(role) !== role) return []
      const trusted = trustHistory(roleHistory(own(role, facts)))
      const standing = await Promise.all(
        trusted.map(async (each) => {
          const life = { principal: role, actor: '', method: null, sessionPolicy: null, issuedAt: each.since }
          const found =
            each.until === null
              ? await permissions.at(each.state, facts, now)
              : await permissions.during({ ...life, until: each.until - 1 }, facts)
          return fromTrust(role, each, toHeld(found))
        }),
      )
      const unexplained = callers.filter((caller) => !trustedAt(role, facts, caller.first).isKnown)
      return [
        ...standing,
        ...unexplained.map((caller) => fromCaller(role, caller, endOfUnexplained(role, facts, caller.first))),
      ]
    },
  }
}

function partiesOf(role: string) {
  return { principal: roleIdentity(role), system: accountSystem(parseArn(role)?.accountId ?? '') }
}

function fromTrust(role: string, trusted: Trusted, held: ObservedGrant['held']): ObservedGrant {
  return {
    key: trustKey(role, trusted),
    name: `${trusted.identity.name} as ${lastName(role)}`,
    ...partiesOf(role),
    actor: trusted.identity,
    startsAt: trusted.since,
    endedAt: trusted.until,
    maxSessionTtlSeconds: trusted.state.maxSessionSeconds,
    isTrustKnown: true,
    trust: { conditions: trusted.conditions, policy: trusted.state.trust?.document ?? null },
    held,
  }
}

/** The log shows that this caller came through and not why: the trust policy is older than the log. */
function fromCaller(role: string, caller: Caller, endedAt: number | null): ObservedGrant {
  return {
    key: callerKey(role, caller.key),
    name: `${caller.name} as ${lastName(role)}`,
    ...partiesOf(role),
    actor: caller,
    startsAt: caller.first,
    endedAt,
    maxSessionTtlSeconds: null,
    isTrustKnown: false,
    trust: null,
    held: null,
  }
}
