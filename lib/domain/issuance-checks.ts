import { nameOfTarget } from '@/lib/domain/allowed-details'
import type { IssuableParty } from '@/lib/domain/issuance'
import {
  type Case,
  doesNotApply,
  isOver,
  LONGEST_FAMILY,
  listOf,
  passes,
  refuses,
  type Verdict,
  without,
} from '@/lib/domain/issuance-case'
import type { GrantStatus } from '@/lib/domain/life'
import { describeNextStart, describeWindow, isWithinWindows } from '@/lib/domain/window'

/** One bound, with the code under which it refuses. */
type IssuanceCheck = { code: string; title: string; hold: (of: Case) => Verdict }

const WAY_OUT: Partial<Record<GrantStatus, string>> = {
  draft: 'It has to be asked for and approved first.',
  pending: 'An approver has to approve it first.',
  suspended: 'A reviewer can resume it.',
}

function holdGrant({ grant }: Case): Verdict {
  if (grant.status === 'active') return passes('The grant is active.')
  return refuses(`The grant is ${grant.status}. ${WAY_OUT[grant.status] ?? 'It takes a new grant.'}`)
}

function holdStart({ grant, now }: Case): Verdict {
  const start = grant.startsAt.toISOString()
  return grant.startsAt <= now ? passes(`The grant started at ${start}.`) : refuses(`The grant starts at ${start}.`)
}

function holdEnd({ grant, now }: Case): Verdict {
  if (grant.expiresAt === null) return doesNotApply('The grant has no end.')
  const end = grant.expiresAt.toISOString()
  if (!isOver(grant.expiresAt, now)) return passes(`The grant ends at ${end}.`)
  return refuses(`The grant expired at ${end}. It takes a new grant.`)
}

function holdParty(role: string, { name, status }: IssuableParty): Verdict {
  if (status === 'active') return passes(`${name} is active.`)
  const wayOut = status === 'suspended' ? 'It can be resumed.' : 'It takes a grant for somebody else.'
  return refuses(`The ${role} ${name} is ${status}. ${wayOut}`)
}

function holdSystems({ grant, wish, targets }: Case): Verdict {
  const allowed = listOf(grant.targets.map(nameOfTarget))
  if (targets.length === 0 && wish.systemIds.length === 0)
    return refuses(`Name the system; the grant covers ${allowed}.`)
  if (targets.length < new Set(wish.systemIds).size) {
    return refuses(
      `The grant does not cover ${targets.length === 0 ? 'this system' : 'all of these systems'}; it covers ${allowed}.`,
    )
  }
  return passes(`The grant covers ${listOf(targets.map(nameOfTarget))}.`)
}

function holdPermissions({ wish, targets, granted, permissions }: Case): Verdict {
  if (targets.length === 0) return doesNotApply('There is no system to hold permissions against.')
  const allowed = `The grant allows ${listOf(granted)}${targets.length > 1 ? ' on each of these systems' : ''}.`
  if (permissions.length === 0) {
    if (wish.permissions !== null) return refuses(`Ask for at least one permission. ${allowed}`)
    return refuses(`Grant, client, subject token and parent session have no permission in common. ${allowed}`)
  }
  const extra = without(permissions, granted)
  if (extra.length > 0) return refuses(`Not in the grant: ${listOf(extra)}. ${allowed}`)
  return passes(`The grant has ${listOf(permissions)}.`)
}

function holdClient({ wish, permissions }: Case): Verdict {
  if (wish.clientScopes.length === 0) return doesNotApply('The client has no maximum of its own.')
  const extra = without(permissions, wish.clientScopes)
  if (extra.length === 0) return passes('All of it is within the maximum of the client.')
  return refuses(`Beyond the maximum of the client: ${listOf(extra)}. It may have ${listOf(wish.clientScopes)}.`)
}

function holdSubject({ wish: { subject }, permissions, now }: Case): Verdict {
  if (!subject) return doesNotApply('No token of another issuer bounds this.')
  if (isOver(subject.expiresAt, now)) return refuses('The subject token has expired. Come with a fresh one.')
  if (subject.scopes === null) return passes('The subject token says nothing about scope.')
  const extra = without(permissions, subject.scopes)
  if (extra.length === 0) return passes('The subject token has all of it.')
  return refuses(`The subject token does not have ${listOf(extra)}. It has ${listOf(subject.scopes)}.`)
}

const NO_PARENT = doesNotApply('There is no parent session.')

function holdParent({ wish: { parent }, now }: Case): Verdict {
  if (!parent) return NO_PARENT
  if (parent.status !== 'active')
    return refuses(`The parent session is ${parent.status}. It takes a session that is active.`)
  if (isOver(parent.expiresAt, now)) return refuses('The parent session is expired. It takes a session that is active.')
  return passes('The parent session is active.')
}

function holdPrincipal({ grant, wish: { parent } }: Case): Verdict {
  if (!parent) return NO_PARENT
  if (parent.principalId === grant.principal.id) return passes('The parent session is for the same principal.')
  return refuses(
    `The parent session is for another principal than ${grant.principal.name}. It takes a grant for the same.`,
  )
}

function holdCycle({ grant, wish: { parent }, isNarrowing }: Case): Verdict {
  if (!parent) return NO_PARENT
  if (isNarrowing) return passes(`${grant.actor.name} takes less of its own session.`)
  const isBack = parent.actorIds.includes(grant.actor.id) || grant.actor.id === grant.principal.id
  if (!isBack) return passes('The actor is new to this chain.')
  return refuses(`${grant.actor.name} is in this chain already. A chain may not come back to whoever was in it.`)
}

/** Every grant of the chain has a say: who may hand nothing on gives a session that nobody can build upon. */
function holdDepth({ grant, wish: { parent }, isNarrowing, depth }: Case): Verdict {
  if (!parent) return NO_PARENT
  if (parent.actorIds.length >= LONGEST_FAMILY) return refuses(`At most ${LONGEST_FAMILY} sessions may follow on one.`)
  if (isNarrowing) return doesNotApply('Nothing is handed on.')
  const bounds = [grant.maxChainDepth, parent.maxChainDepth].filter((bound) => bound !== null)
  if (bounds.length === 0) return doesNotApply('No grant bounds the chain.')
  const most = Math.min(...bounds)
  if (depth <= most) return passes(`The chain is ${depth} deep of ${most}.`)
  const whose = most === grant.maxChainDepth ? 'the grant allows' : 'a grant of the sessions above allows'
  return refuses(`The chain would be ${depth} deep; ${whose} ${most}.`)
}

function holdInheritance({ wish: { parent }, targets, permissions }: Case): Verdict {
  if (!parent) return NO_PARENT
  const elsewhere = targets.filter(({ systemId }) => !parent.systemIds.includes(systemId)).map(nameOfTarget)
  if (elsewhere.length > 0) return refuses(`The parent session is not for ${listOf(elsewhere)}.`)
  const extra = without(permissions, parent.permissions)
  if (extra.length === 0) return passes('The parent session holds all of it.')
  return refuses(`The parent session does not hold ${listOf(extra)}. It holds ${listOf(parent.permissions)}.`)
}

function holdDetails({ details, wish }: Case): Verdict {
  if (details.faults.length > 0) return refuses(details.faults.join(' '))
  if (!details.isLimited && !wish.authorizationDetails?.length)
    return doesNotApply('No tenants or resources are limited.')
  return passes('All tenants and resources are within the grant.')
}

function holdWindow({ grant: { windows }, now }: Case): Verdict {
  if (windows.length === 0) return doesNotApply('The grant has no windows.')
  const allowed = windows.map(describeWindow).join('; ')
  if (isWithinWindows(windows, now)) return passes(`Inside ${allowed}.`)
  return refuses(`Allowed only ${allowed}. The next window opens at ${describeNextStart(windows, now) ?? 'no time'}.`)
}

function holdLifetime({ grant: { maxSessionTtlSeconds: max }, wish, now, end }: Case): Verdict {
  const { ttlSeconds, maxLifetimeSeconds } = wish
  if (max !== null && ttlSeconds !== null && ttlSeconds > max)
    return refuses(`At most ${max} s; ${ttlSeconds} s were asked for.`)
  if (maxLifetimeSeconds === 0) return refuses('Policy allows no session on this system, however short.')
  if (end === null) return refuses('Nothing bounds this session. Ask for a number of seconds.')
  const seconds = Math.max(0, Math.floor((end.at.getTime() - now.getTime()) / 1000))
  return passes(`It would live ${seconds} s, until ${end.at.toISOString()} (${end.endsWith}).`)
}

function holdNumber({ grant: { maxConcurrentSessions: max }, wish: { liveSessions } }: Case): Verdict {
  if (max === null) return doesNotApply('The grant does not bound how many sessions there are at once.')
  if (liveSessions < max) return passes(`${liveSessions} of ${max} sessions are live.`)
  return refuses(`At most ${max} sessions at once; ${liveSessions} are live. One has to end first.`)
}

function holdProof({ grant, wish }: Case): Verdict {
  if (wish.isDpopBound) return passes('The session is bound to a key (DPoP).')
  if (!grant.requiresDpop) return doesNotApply('The grant requires no proof of possession.')
  return refuses('The grant requires a DPoP proof (RFC 9449) with the request.')
}

/** The bounds in the order in which they are told, each with the code under which it refuses. */
export const ISSUANCE_CHECKS: readonly IssuanceCheck[] = [
  { code: 'grant-not-active', title: 'Grant is active', hold: holdGrant },
  { code: 'grant-not-started', title: 'Grant has started', hold: holdStart },
  { code: 'grant-expired', title: 'Grant has not ended', hold: holdEnd },
  {
    code: 'principal-not-active',
    title: 'Principal is active',
    hold: ({ grant }) => holdParty('principal', grant.principal),
  },
  { code: 'actor-not-active', title: 'Actor is active', hold: ({ grant }) => holdParty('actor', grant.actor) },
  { code: 'system-not-granted', title: 'Systems are covered', hold: holdSystems },
  { code: 'permission-not-granted', title: 'Permissions are granted', hold: holdPermissions },
  { code: 'beyond-client-maximum', title: 'Within the maximum of the client', hold: holdClient },
  { code: 'beyond-subject', title: 'Within the subject token', hold: holdSubject },
  { code: 'parent-not-active', title: 'Parent session is active', hold: holdParent },
  { code: 'principal-differs', title: 'Same principal as the parent session', hold: holdPrincipal },
  { code: 'actor-already-in-chain', title: 'Chain has no cycle', hold: holdCycle },
  { code: 'chain-too-deep', title: 'Chain is not too deep', hold: holdDepth },
  { code: 'broader-than-parent', title: 'No broader than the parent session', hold: holdInheritance },
  { code: 'details-not-granted', title: 'Tenants and resources are granted', hold: holdDetails },
  { code: 'outside-window', title: 'Inside a window', hold: holdWindow },
  { code: 'ttl-too-long', title: 'Lifetime is allowed', hold: holdLifetime },
  { code: 'too-many-sessions', title: 'Room for another session', hold: holdNumber },
  { code: 'dpop-required', title: 'Bound to a key', hold: holdProof },
]
