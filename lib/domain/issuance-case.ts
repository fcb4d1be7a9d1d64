import { settleDetails } from '@/lib/domain/allowed-details'
import type { Check, IssuableGrant, IssuableTarget, Terms, Wish } from '@/lib/domain/issuance'
import { windowEnd } from '@/lib/domain/window'

/** A wish with what follows from it. `granted`: what the grant allows on each of the systems (every scope holds at every
 *  target, RFC 8693 §2.1); `permissions`: what the session would hold; `isNarrowing`: the actor of the parent session asks
 *  for less of its own, which hands nothing on. */
export type Case = {
  grant: IssuableGrant
  wish: Wish
  now: Date
  targets: readonly IssuableTarget[]
  granted: readonly string[]
  permissions: readonly string[]
  details: ReturnType<typeof settleDetails>
  end: { at: Date; endsWith: Terms['endsWith'] } | null
  isNarrowing: boolean
  depth: number
}

export type Verdict = Pick<Check, 'verdict' | 'message'>
export const passes = (message: string): Verdict => ({ verdict: 'passes', message })
export const refuses = (message: string): Verdict => ({ verdict: 'refuses', message })
export const doesNotApply = (message: string): Verdict => ({ verdict: 'does-not-apply', message })

/** So many sessions may stand one below the other, also where an actor takes less of its own: whoever asks about the last
 *  of them is told by all of them, which has to be quick. */
export const LONGEST_FAMILY = 32

const SHOWN = 20

/** `case:list, case:read and 3 more`. */
export function listOf(words: readonly string[]): string {
  if (words.length === 0) return 'nothing'
  const rest = words.length - SHOWN
  return `${words.slice(0, SHOWN).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

export const without = (asked: readonly string[], allowed: readonly string[]) =>
  asked.filter((key) => !allowed.includes(key))

/** Tokens end on a whole second: what ends within this one is over. */
export function toWholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000)
}

export function isOver(end: Date | null, now: Date): boolean {
  return end !== null && toWholeSecond(end) <= now
}

function common(lists: readonly (readonly string[])[]): string[] {
  const [first = [], ...rest] = lists
  return [...new Set(first)].filter((key) => rest.every((list) => list.includes(key)))
}

/** What is asked for; where nothing is said, all that everybody involved allows. */
function wantedPermissions(granted: readonly string[], wish: Wish): string[] {
  if (wish.permissions !== null) return [...new Set(wish.permissions)]
  const { clientScopes, subject, parent } = wish
  const maxima = [clientScopes.length > 0 ? clientScopes : null, subject?.scopes ?? null, parent?.permissions ?? null]
  return common([granted, ...maxima.filter((maximum) => maximum !== null)])
}

/** The earliest end that any bound sets; a wish comes first among equals. */
function earliestEnd(grant: IssuableGrant, wish: Wish, now: Date): Case['end'] {
  const after = (seconds: number | null) => (seconds === null ? null : new Date(now.getTime() + seconds * 1000))
  const ends: [Terms['endsWith'], Date | null][] = [
    ['wish', after(wish.ttlSeconds)],
    ['subject', wish.subject?.expiresAt ?? null],
    ['parent', wish.parent?.expiresAt ?? null],
    ['grant', after(grant.maxSessionTtlSeconds)],
    ['grant', grant.expiresAt],
    ['policy', after(wish.maxLifetimeSeconds)],
    ['window', windowEnd(grant.windows, now)],
  ]
  let earliest: Case['end'] = null
  for (const [endsWith, at] of ends) {
    if (at !== null && (earliest === null || at < earliest.at)) earliest = { at, endsWith }
  }
  return earliest && { ...earliest, at: toWholeSecond(earliest.at) }
}

/** The grant's part of what was asked for, in the order in which it was; without a word, its only system. */
function chosenTargets({ targets }: IssuableGrant, { systemIds }: Wish): IssuableTarget[] {
  if (systemIds.length === 0) return targets.length === 1 ? [...targets] : []
  return [...new Set(systemIds)].flatMap((id) => targets.find((target) => target.systemId === id) ?? [])
}

/** Works out what a wish comes to under a grant. */
export function toCase(grant: IssuableGrant, wish: Wish, now: Date): Case {
  const targets = chosenTargets(grant, wish)
  const granted = common(targets.map((target) => target.permissions))
  const permissions = wantedPermissions(granted, wish)
  const details = settleDetails({ targets, parent: wish.parent, asked: wish.authorizationDetails, permissions })
  const { parent } = wish
  const isNarrowing = parent?.actorIds[0] === grant.actor.id
  const depth = parent ? parent.depth + (isNarrowing ? 0 : 1) : 0
  const end = earliestEnd(grant, wish, now)
  return { grant, wish, now, targets, granted, permissions, details, end, isNarrowing, depth }
}
