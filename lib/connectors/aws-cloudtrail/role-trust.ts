import { parseArn, roleKey } from '@/lib/connectors/aws-cloudtrail/arn'
import {
  federatedIdentity,
  roleIdentity,
  serviceIdentity,
  userIdentity,
} from '@/lib/connectors/aws-cloudtrail/identify-caller'
import { listOf, objectOf, textOf } from '@/lib/connectors/aws-cloudtrail/json-value'
import type { KeptDocument, RoleState } from '@/lib/connectors/aws-cloudtrail/role-history'
import { matchesWildcard } from '@/lib/domain/iam-catalogue'
import type { IdentityRef } from '@/lib/domain/observation'

/** One principal that a trust policy names, and the conditions it names it under. */
export type Trustee = { identity: IdentityRef; conditions: unknown }

const ANYONE: IdentityRef = { key: 'aws:anyone', kind: 'team', name: 'Anyone in any AWS account' }

/** Everyone whom a trust policy lets assume the role. Null: nobody knows what the policy says. */
export function trusteesOf(trust: KeptDocument): Trustee[] | null {
  if (!trust?.document) return null
  const statements = listOf([objectOf(trust.document).Statement].flat())
  const found = statements.flatMap((statement) => trusteesIn(objectOf(statement)))
  return [...new Map(found.map((trustee) => [trustee.identity.key, trustee])).values()]
}

function trusteesIn({ Effect, Principal, Condition }: Record<string, unknown>): Trustee[] {
  if (Effect !== 'Allow') return []
  const conditions = Condition ?? null
  if (Principal === '*') return [{ identity: ANYONE, conditions }]
  return Object.entries(objectOf(Principal)).flatMap(([type, values]) =>
    [values].flat().flatMap((value) => {
      const name = textOf(value)
      return name ? identitiesOf(type, name, conditions).map((identity) => ({ identity, conditions })) : []
    }),
  )
}

function identitiesOf(type: string, name: string, conditions: unknown): IdentityRef[] {
  if (type === 'Service') return [serviceIdentity(name)]
  if (type !== 'Federated') return [awsIdentity(name)]
  const subjects = subjectsIn(conditions)
  return subjects.length > 0
    ? subjects.map((sub) => federatedIdentity(name, sub))
    : [{ ...federatedIdentity(name, null), isVague: false }]
}

/** The subjects that a condition on `<provider>:sub` allows, of whatever operator. */
function subjectsIn(conditions: unknown): string[] {
  return Object.values(objectOf(conditions)).flatMap((keys) =>
    Object.entries(objectOf(keys)).flatMap(([key, values]) =>
      key.endsWith(':sub') ? [values].flat().flatMap((value) => textOf(value) ?? []) : [],
    ),
  )
}

function awsIdentity(name: string): IdentityRef {
  if (name === '*') return ANYONE
  const arn = parseArn(name)
  const accountId = arn?.resource === 'root' ? arn.accountId : arn ? null : name
  const role = roleKey(name)
  if (role) return roleIdentity(role)
  if (!accountId) return userIdentity(name)
  if (/^A[A-Z]{3}/.test(accountId))
    return { key: `aws:principal::${accountId}`, kind: 'service', name: `Principal ${accountId}` }
  return { key: `aws:account:${accountId}`, kind: 'team', name: `Anyone in AWS ${accountId}` }
}

/** One principal's trust by one life of a role, from when to when (milliseconds, null = still). */
export type Trusted = Trustee & { since: number; until: number | null; bornAt: number | null; state: RoleState }

/** Who was trusted when. A principal that was removed and put back is trusted twice. */
export function trustHistory(states: readonly RoleState[]): Trusted[] {
  const past: Trusted[] = []
  let present = new Map<string, Trusted>()
  for (const state of states) {
    const named = state.exists ? (trusteesOf(state.trust) ?? []) : []
    const next = new Map<string, Trusted>()
    for (const trustee of named) {
      const before = present.get(trustee.identity.key)
      const isSameLife = before && before.bornAt === state.bornAt
      const since = isSameLife ? before.since : state.from
      next.set(trustee.identity.key, { ...trustee, since, until: null, bornAt: state.bornAt, state })
    }
    for (const [key, trusted] of present) {
      if (next.get(key)?.since !== trusted.since) past.push({ ...trusted, until: state.from })
    }
    present = next
  }
  return [...past, ...present.values()]
}

/** Which of those trusted a caller came in as: named exactly before by pattern, before as one of an account. */
export function matchTrusted<T extends { identity: IdentityRef }>(trusted: readonly T[], caller: string): T | null {
  const account = parseArn(caller)?.accountId ?? /^aws:principal:([^:]*):/.exec(caller)?.[1]
  const tests: ((key: string) => boolean)[] = [
    (key) => key === caller,
    (key) => key.startsWith('federated:') && (caller.startsWith(`${key}:`) || matchesWildcard(key, caller)),
    (key) => key === `aws:account:${account}`,
    (key) => key === ANYONE.key,
  ]
  for (const test of tests) {
    const found = trusted.find(({ identity }) => test(identity.key))
    if (found) return found
  }
  return null
}
