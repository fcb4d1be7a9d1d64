import { checkGuardrails } from '@/lib/commands/check-guardrails'
import { type ConsentPath, findConsent } from '@/lib/commands/find-consent'
import { loadApprovalPolicy } from '@/lib/commands/load-approval-policy'
import { openApproval } from '@/lib/commands/open-approval'
import { settleApproval } from '@/lib/commands/settle-approval'
import type { DescribedTerms } from '@/lib/commands/store-terms'
import { toCase } from '@/lib/commands/to-case'
import type { Tx } from '@/lib/db'
import { readQuestion } from '@/lib/db/question'
import type { ApprovalPolicy, PolicyVerdict } from '@/lib/domain/approval-policy'
import { type Route, requestRisk, routeRequest } from '@/lib/domain/approval-route'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { type AskedGrant, standsSeconds } from '@/lib/domain/grant-terms'
import type { JobDraft } from '@/lib/domain/job'
import { newId } from '@/lib/id'

type Party = { id: string; kind: string; name: string; email: string | null }

/** A grant, or a change of one, that somebody asks for. Ids are UUIDs. `goesOnWith`: the grant that it changes or renews, with
 *  which it stands as long as both together. */
export type GrantQuestion = {
  grantId: string
  name: string
  purpose: string | null
  asked: AskedGrant
  described: DescribedTerms
  principal: Party
  actor: Party
  ownerId: string | null
  goesOnWith?: string | null
}

/** What becomes of it: people are asked (`pending`), or a rule decides at once; `reason`: which, and why. */
export type Asked = {
  status: 'pending' | 'approved' | 'denied'
  approvalId: string
  reason: string | null
  events: AuditEventDraft[]
  jobs: JobDraft[]
}

const DAY_HOURS = 24

function reasonOf({ rule, verdict }: Route): string | null {
  if (verdict.kind === 'auto-deny') return `${rule ?? 'The rules'}: ${verdict.reason}`
  return verdict.kind === 'auto-approve' ? `Approved by the rule ${rule}` : null
}

const lapseHours = (verdict: PolicyVerdict) => (verdict.kind === 'stages' ? verdict.lapseAfterHours : DAY_HOURS)

async function recordConsent(tx: Tx, ctx: Context, approvalId: string, of: GrantQuestion, path: ConsentPath) {
  if (path.by === 'nobody') return []
  const { orgId, now } = ctx
  const isAsked = path.by === 'asked'
  const id = newId(now)
  await tx.consent.create({
    data: {
      ...{ orgId, id, approvalId, grantId: of.grantId, principalId: of.principal.id, actorId: of.actor.id },
      status: isAsked ? 'asked' : 'given',
      basis: path.by === 'policy' ? 'policy' : 'person',
      basisName: path.name,
      terms: JSON.parse(JSON.stringify(of.asked.terms)),
      askedAt: now,
      answeredAt: isAsked ? null : now,
    },
  })
  const subject = { subjectKind: 'consent', subjectId: id, subjectName: of.principal.name } as const
  const action = isAsked ? 'consent.asked' : 'consent.given'
  return [
    { action, ...subject, data: { by: path.by, basis: path.name, grantId: of.grantId } },
  ] satisfies AuditEventDraft[]
}

/** Where nobody has to be asked, the rule decides at once. */
async function settleAtOnce(tx: Tx, ctx: Context, approvalId: string, route: Route) {
  const stored = await readQuestion(tx, ctx.orgId, approvalId)
  if (!stored) throw new Error('a question that was put is there')
  const isDenied = route.verdict.kind === 'auto-deny'
  return settleApproval(tx, ctx, stored, { status: isDenied ? 'denied' : 'approved', comment: reasonOf(route) })
}

/** Guardrails come before the rules: what they forbid is denied at once, whoever might have agreed. */
async function findRoute(tx: Tx, ctx: Context, of: GrantQuestion, policy: ApprovalPolicy): Promise<Route> {
  const where = { orgId_id: { orgId: ctx.orgId, id: of.grantId } }
  const grant = await tx.delegationGrant.findUniqueOrThrow({ where })
  const isChange = of.asked.change === 'extend' || of.asked.change === 'widen'
  if (isChange && grant.isBreakGlass)
    throw new DomainError('break_glass', 'An emergency access ends by itself. Ask for a grant of its own.')
  const guarded = { ...of, action: 'request', terms: of.asked.terms, ticket: grant.ticket } as const
  const { isAllowed, message } = await checkGuardrails(tx, ctx, guarded)
  if (!isAllowed) return { rule: 'Guardrails', verdict: { kind: 'auto-deny', reason: message } }
  const renewed = of.asked.change === 'renew' ? grant.renewsGrantId : null
  return routeRequest(policy, await toCase(tx, ctx, { ...of, goesOnWith: isChange ? of.grantId : renewed }))
}

/** Asks for a grant or for a change of one, the way the rules of this moment say. Part of the commands that ask. */
export async function askForGrant(tx: Tx, ctx: Context, of: GrantQuestion): Promise<Asked> {
  const { asked, described, principal, actor } = of
  const ruled = await loadApprovalPolicy(tx, ctx.orgId)
  const route = await findRoute(tx, ctx, of, ruled.policy)
  const consent = await findConsent(tx, ctx, principal, ruled)
  const approvalId = newId(ctx.now)
  const isDenied = route.verdict.kind === 'auto-deny'
  const consentOf = consent.by === 'asked' && !isDenied ? consent.memberId : null
  const stages = route.verdict.kind === 'stages' ? route.verdict.stages : []
  const opened = await openApproval(tx, ctx, {
    ...{ approvalId, subjectKind: 'grant', subjectId: of.grantId, subjectName: of.name, asked, purpose: of.purpose },
    ...{ ruled, ruleName: route.rule, stages, tier: described.tier },
    risk: requestRisk(described.breadth.score, described.tier, standsSeconds(asked.terms, ctx.now) === null),
    expiresAt: new Date(ctx.now.getTime() + lapseHours(route.verdict) * 3_600_000),
    concerned: {
      ...{ principalId: principal.id, actorId: actor.id, grantOwnerId: of.ownerId, consentOf },
      systemIds: described.targets.map(({ systemId }) => systemId),
      maxChainDepth: asked.terms.maxChainDepth,
    },
  })
  const consented = isDenied ? [] : await recordConsent(tx, ctx, approvalId, of, consent)
  const events = [...opened.events, ...consented]
  if (stages.length > 0 || consentOf) return { status: 'pending', approvalId, reason: null, events, jobs: opened.jobs }
  const settled = await settleAtOnce(tx, ctx, approvalId, route)
  return {
    ...{ status: settled.status, approvalId, reason: reasonOf(route) },
    events: [...events, ...settled.events],
    jobs: [...opened.jobs, ...settled.jobs],
  }
}
