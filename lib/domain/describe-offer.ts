import { type GrantTerms, grantTerms } from '@/lib/domain/grant-terms'
import { momentInWords } from '@/lib/domain/message'
import { askedSession } from '@/lib/domain/session-request'
import { describeWindow } from '@/lib/domain/window'
import { plural, secondsInShort } from '@/lib/domain/worth-words'

const MOST = 6

function leftOut(before: readonly string[], after: readonly string[]): string[] {
  const gone = before.filter((key) => !after.includes(key))
  if (gone.length === 0) return []
  const rest = gone.length > MOST ? ` and ${gone.length - MOST} more` : ''
  return [`without ${gone.slice(0, MOST).join(', ')}${rest}`]
}

const keysOf = ({ targets }: GrantTerms) => targets.flatMap(({ permissions }) => permissions)

function reachOf(before: GrantTerms, after: GrantTerms): string[] {
  return after.targets.flatMap(({ systemId, tenants, resources }) => {
    const was = before.targets.find((target) => target.systemId === systemId)
    const only = (label: string, now: string[], then: string[] | undefined) =>
      JSON.stringify(now) === JSON.stringify(then) ? [] : [`only ${label} ${now.join(', ')}`]
    return [...only('tenant', tenants, was?.tenants), ...only('resource', resources, was?.resources)]
  })
}

function timesOf(before: GrantTerms, after: GrantTerms, zone: string): string[] {
  const lines: string[] = []
  const { startsAt, expiresAt, durationSeconds } = after
  if (startsAt && startsAt.getTime() !== before.startsAt?.getTime()) lines.push(`from ${momentInWords(startsAt, zone)}`)
  if (durationSeconds && durationSeconds !== before.durationSeconds)
    lines.push(`for ${secondsInShort(durationSeconds)} from the approval on`)
  if (expiresAt && expiresAt.getTime() !== before.expiresAt?.getTime())
    lines.push(`until ${momentInWords(expiresAt, zone)}`)
  if (JSON.stringify(after.windows) !== JSON.stringify(before.windows))
    lines.push(`only ${after.windows.map(describeWindow).join('; ')}`)
  return lines
}

function boundsOf(before: GrantTerms, after: GrantTerms): string[] {
  const lines: string[] = []
  if (after.maxChainDepth < before.maxChainDepth)
    lines.push(after.maxChainDepth === 0 ? 'no child actors' : `child actors ${after.maxChainDepth} deep`)
  if (after.maxConcurrentSessions !== before.maxConcurrentSessions && after.maxConcurrentSessions !== null)
    lines.push(`${plural(after.maxConcurrentSessions, 'session')} at a time`)
  if (after.requiresSessionApproval && !before.requiresSessionApproval) lines.push('each session is approved by itself')
  if (after.requiresDpop && !before.requiresDpop) lines.push('tokens bound to a key')
  if (after.idleTimeoutSeconds !== before.idleTimeoutSeconds && after.idleTimeoutSeconds !== null)
    lines.push(`ended when unused for ${secondsInShort(after.idleTimeoutSeconds)}`)
  return lines
}

const lifeOf = (seconds: number, before: number) =>
  seconds === before ? [] : [`sessions of ${secondsInShort(seconds)}, not ${secondsInShort(before)}`]

/** What an offer changes, in words, from how it is stored (`approval_offers`): terms of a grant, or a session that is asked
 *  for. `zone`: by whose clock times are told. */
export function describeOffer(storedBefore: unknown, storedAfter: unknown, zone: string): string[] {
  const [before, after] = [grantTerms.safeParse(storedBefore).data, grantTerms.safeParse(storedAfter).data]
  if (before && after) {
    const keys = leftOut(keysOf(before), keysOf(after))
    const life = lifeOf(after.maxSessionTtlSeconds, before.maxSessionTtlSeconds)
    return [...keys, ...life, ...reachOf(before, after), ...timesOf(before, after, zone), ...boundsOf(before, after)]
  }
  const [was, is] = [askedSession.safeParse(storedBefore).data, askedSession.safeParse(storedAfter).data]
  if (!was || !is) return []
  return [...leftOut(was.permissions, is.permissions), ...lifeOf(is.ttlSeconds, was.ttlSeconds)]
}
