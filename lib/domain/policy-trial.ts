import { z } from 'zod'
import type { ApprovalPolicy, PolicyVerdict } from '@/lib/domain/approval-policy'
import { type ApprovalCase, type Route, routeRequest } from '@/lib/domain/approval-route'
import { describeVerdict, type NameOf } from '@/lib/domain/describe-rule'
import { isSameJson } from '@/lib/domain/is-same-json'
import type { ApprovalStatus } from '@/lib/domain/life'

/** Rules to be tried on what was asked for in the last `days`. */
export const policyTrialInput = z.object({
  content: z.unknown(),
  days: z.number().int().min(1).max(366).default(90),
})
export type PolicyTrialInput = z.output<typeof policyTrialInput>

/** A request of the past, as the rules see it and as people read it. `status`: what became of it. */
export type PastRequest = {
  id: string
  kind: 'grant' | 'session'
  name: string
  actor: string
  principal: string
  requestedBy: string
  requestedAt: Date
  status: ApprovalStatus
  of: ApprovalCase
}

/** Which way rules send a request: by which rule (null: where none speaks), and what happens, in words. */
export type Way = { rule: string | null; kind: PolicyVerdict['kind']; steps: string[] }

/** How a request would go under the proposed rules, against those in force. */
export type TriedRequest = Omit<PastRequest, 'of'> & { held: Way; proposed: Way }

/** What proposed rules would have changed: of `total` requests `other` go another way. `rows`: the latest of those. `byRule`: how
 *  many each proposed rule decides. `unread`: requests that no longer can be tried. `isPart`: there were more than were tried. */
export type PolicyTrial = {
  days: number
  total: number
  other: number
  approved: number
  denied: number
  asked: number
  askedOthers: number
  byRule: { rule: string | null; before: number; after: number }[]
  rows: TriedRequest[]
  unread: number
  isPart: boolean
}

const MOST_ROWS = 200

/** Whether two routes say the same; of two rules it is worked out once, however many requests they decide. */
function sameWays() {
  const known = new Map<string, boolean>()
  return (a: Route, b: Route): boolean => {
    const key = JSON.stringify([a.rule, b.rule])
    const is = known.get(key) ?? isSameJson(a.verdict, b.verdict)
    known.set(key, is)
    return is
  }
}

const countOf = (routes: readonly Route[]) => {
  const counts = new Map<string | null, number>()
  for (const { rule } of routes) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  return counts
}

function toWay({ rule, verdict }: Route, nameOf: NameOf): Way {
  return { rule, kind: verdict.kind, steps: describeVerdict(verdict, nameOf) }
}

function countByRule(tried: readonly { held: Route; proposed: Route }[], { rules }: ApprovalPolicy) {
  const before = countOf(tried.map(({ held }) => held))
  const after = countOf(tried.map(({ proposed }) => proposed))
  const earlier = [...before.keys()].filter((name) => name !== null)
  const names = [...new Set([...rules.map(({ name }) => name), ...earlier, null])]
  return names.map((rule) => ({ rule, before: before.get(rule) ?? 0, after: after.get(rule) ?? 0 }))
}

/** Sends past requests the way that proposed rules say, and compares with the rules in force. What people then decided, or
 *  would, is not guessed. */
export function tryPolicy(
  past: readonly PastRequest[],
  rules: { held: ApprovalPolicy; proposed: ApprovalPolicy },
  nameOf: NameOf,
): Omit<PolicyTrial, 'days' | 'unread' | 'isPart'> {
  const tried = past.map((request) => {
    return { request, held: routeRequest(rules.held, request.of), proposed: routeRequest(rules.proposed, request.of) }
  })
  const isSameWay = sameWays()
  const others = tried.filter(({ held, proposed }) => !isSameWay(held, proposed))
  const became = (kind: PolicyVerdict['kind'], isSameKind: boolean) =>
    others.filter(({ held, proposed }) => {
      return proposed.verdict.kind === kind && (held.verdict.kind === kind) === isSameKind
    }).length
  return {
    total: past.length,
    other: others.length,
    approved: became('auto-approve', false),
    denied: became('auto-deny', false) + became('auto-deny', true),
    asked: became('stages', false),
    askedOthers: became('stages', true),
    byRule: countByRule(tried, rules.proposed),
    rows: others.slice(0, MOST_ROWS).map(({ request: { of: _, ...request }, held, proposed }) => {
      return { ...request, held: toWay(held, nameOf), proposed: toWay(proposed, nameOf) }
    }),
  }
}
