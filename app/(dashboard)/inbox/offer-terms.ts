import { breadthOf, combineBreadth } from '@/lib/domain/breadth'
import type { OfferedTerms } from '@/lib/domain/counter-offer'
import type { AskedPermission, AskedSystem, InboxItem } from '@/lib/domain/inbox'
import { breadthLimit } from '@/lib/domain/limits'
import { formatDuration, plural } from '@/lib/format'

const DAY = 86_400
const LIFETIMES = [300, 900, 1800, 3600, 4 * 3600, 8 * 3600, DAY, 7 * DAY, 30 * DAY]
const STANDS = [3600, 8 * 3600, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 180 * DAY]

/** What the approver has changed of what is asked; null and empty = as asked. `leftOut`: `<system> <key>`; `stands` and `startsIn` in
 *  seconds from the approval and from now; `tenants` by system. */
export type OfferDraft = {
  leftOut: ReadonlySet<string>
  ttlSeconds: number | null
  stands: number | null
  startsIn: number | null
  depth: number | null
  tenants: Readonly<Record<string, string>>
}
export const AS_ASKED: OfferDraft = {
  leftOut: new Set(),
  ...{ ttlSeconds: null, stands: null, startsIn: null, depth: null, tenants: {} },
}

export type Choice = { value: string; label: string }
export const keyOf = ({ system }: AskedSystem, { key }: { key: string }) => `${system.id} ${key}`

/** Shorter lives that can be offered, besides the one asked. */
export function lifetimesFor(asked: number): Choice[] {
  const shorter = LIFETIMES.filter((seconds) => seconds < asked)
  return [...shorter, asked].map((seconds) => ({ value: String(seconds), label: formatDuration(seconds) }))
}

/** How long it may stand, besides as asked. */
export function standsFor({ terms }: InboxItem, now: Date): Choice[] {
  const asked = terms?.endsAt ? (terms.endsAt.getTime() - now.getTime()) / 1000 : Number.POSITIVE_INFINITY
  return STANDS.filter((seconds) => seconds < asked * 0.98).map((seconds) => {
    return { value: String(seconds), label: formatDuration(seconds) }
  })
}

const keptOf = (system: AskedSystem, { leftOut }: OfferDraft): AskedPermission[] =>
  system.permissions.filter((permission) => !leftOut.has(keyOf(system, permission)))

/** The draft as the terms of an offer. */
export function toTerms(item: InboxItem, draft: OfferDraft, now: Date): OfferedTerms {
  const { leftOut, tenants, ttlSeconds, stands, startsIn, depth } = draft
  const terms: OfferedTerms = {}
  if (leftOut.size > 0 || Object.keys(tenants).length > 0) {
    const targets = item.asked.map((system) => {
      const only = tenants[system.system.id]
      const permissions = keptOf(system, draft).map(({ key }) => key)
      const { resources } = system
      return { systemId: system.system.id, permissions, resources, tenants: only ? [only] : system.tenants }
    })
    terms.targets = targets.filter(({ permissions }) => permissions.length > 0)
  }
  if (ttlSeconds !== null) terms.maxSessionTtlSeconds = ttlSeconds
  if (depth !== null) terms.maxChainDepth = depth
  if (startsIn !== null) terms.startsAt = new Date(now.getTime() + startsIn * 1000)
  if (stands !== null) terms.durationSeconds = stands
  return terms
}

/** What the offer comes to. `count`: of permissions; `limit` at its lifetime. */
export type OfferFigures = { count: number; breadth: number | null; limit: number | null; words: string }

export function figuresOf(item: InboxItem, draft: OfferDraft): OfferFigures {
  const { asked, terms, measure } = item
  const parts = asked.map((system) => ({ tier: system.system.tier, kept: keptOf(system, draft) }))
  const known = parts.map(({ tier, kept }) => {
    const weighed = kept.flatMap(({ key, accessLevel, categories }) =>
      accessLevel ? [{ key, accessLevel, categories }] : [],
    )
    return breadthOf(weighed, tier)
  })
  const count = parts.reduce((sum, { kept }) => sum + kept.length, 0)
  const tiers = parts.filter(({ kept }) => kept.length > 0).map(({ tier }) => tier)
  const ttl = draft.ttlSeconds ?? terms?.ttlSeconds ?? null
  const tier = tiers.length > 0 ? (Math.min(...tiers) as 1 | 2 | 3) : (measure?.tier ?? 3)
  const life = ttl === null ? '' : ` for ${formatDuration(ttl)}`
  return {
    count,
    breadth: count === 0 ? 0 : measure?.asked === null ? null : combineBreadth(known).score,
    limit: measure && ttl !== null ? breadthLimit(measure.limits, tier, ttl) : null,
    words: `${plural(count, 'permission')}${life}`,
  }
}

/** Whether anything of what is asked was changed. */
export function isChanged({ leftOut, ttlSeconds, stands, startsIn, depth, tenants }: OfferDraft): boolean {
  const isSame = [ttlSeconds, stands, startsIn, depth].every((each) => each === null)
  return !isSame || leftOut.size > 0 || Object.keys(tenants).length > 0
}

/** A later start makes what was agreed to another thing, unless it ends when it would have. */
export function keepsVotes({ terms }: InboxItem, { startsIn, stands }: OfferDraft): boolean {
  return startsIn === null || (stands === null && terms?.durationSeconds === null)
}
