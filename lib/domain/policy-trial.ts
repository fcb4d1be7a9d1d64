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

const isSameWay = (a: Route, b: Route) => isSameJson(a.verdict, b.verdict)

function toWay({ rule, verdict }: Route, nameOf: NameOf): Way {
  return { rule, kind: verdict.kind, steps: describeVerdict(verdict, nameOf) }
}

function countByRule(tried: readonly { held: Route; proposed: Route }[], { rules }: ApprovalPolicy) {
  const names = [...new Set([...rules.map(({ name }) => name), ...tried.flatMap(({ held }) => held.rule ?? []), null])]
  return names.map((rule) => ({
    rule,
    before: tried.filter(({ held }) => held.rule === rule).length,
    after: tried.filter(({ proposed }) => proposed.rule === rule).length,
  }))
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
