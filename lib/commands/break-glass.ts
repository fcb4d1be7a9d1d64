import { z } from 'zod'
import { requireGuardrails } from '@/lib/commands/check-guardrails'
import { checkStepUp } from '@/lib/commands/check-voter'
import { loadApprovalPolicy, type VersionedPolicy } from '@/lib/commands/load-approval-policy'
import { openApproval } from '@/lib/commands/open-approval'
import { loadParties, toTerms } from '@/lib/commands/request-grant'
import { type DescribedTerms, describeTerms, storeBounds, termColumns } from '@/lib/commands/store-terms'
import { toCase } from '@/lib/commands/to-case'
import { mutate, type Tx } from '@/lib/db'
import { readVoters } from '@/lib/db/question'
import { requestRisk, routeRequest } from '@/lib/domain/approval-route'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { grantBoundsInput, grantTargetInput } from '@/lib/domain/grant'
import { askedGrant, type GrantTerms } from '@/lib/domain/grant-terms'
import { fromPublicId, newId, toPublicId } from '@/lib/id'

/** What an emergency needs: on which systems, for how long (at most an hour), why, and under which ticket. */
export const breakGlassInput = z.object({
  principalId: z.string(),
  actorId: z.string(),
  targets: z.array(grantTargetInput).min(1, 'Name at least one system.').max(10),
  durationSeconds: z.number().int().min(60).max(3600),
  reason: z.string().trim().min(10, 'Say what the emergency is, in ten characters or more.').max(1000),
  ticket: z.string().trim().min(1, 'Name the ticket of the incident.').max(200),
})
type Input = z.output<typeof breakGlassInput>

export type BrokenGlass = { grantId: string; approvalId: string; expiresAt: Date; reviewDueAt: Date }

/** Whoever breaks the glass takes the access themselves, or for what they own; never for another. */
async function checkBreaker(tx: Tx, ctx: Context, actorId: string, { policy }: VersionedPolicy): Promise<string> {
  if (ctx.actor.kind !== 'member') throw new DomainError('forbidden', 'Only a person can break the glass.')
  const { memberId } = ctx.actor
  const me = (await readVoters(tx, ctx.orgId, [memberId])).get(memberId)
  if (!me?.isActive) throw new DomainError('forbidden', 'You are no longer a member.')
  const groups = policy.breakGlass.groups.map((group) => fromPublicId('group', group))
  if (groups.length > 0 && !groups.some((group) => me.groupIds.includes(group)))
    throw new DomainError('forbidden', 'The rules let another group break the glass.')
  const actor = await tx.identity.findUnique({ where: { orgId_id: { orgId: ctx.orgId, id: actorId } } })
  if (!actor) throw notFound('identity')
  const isOwn = [actorId, actor.ownerId].some((id) => id !== null && me.identityIds.includes(id))
  if (!isOwn) throw new DomainError('not_yours', 'Break the glass for yourself, or for what you own.')
  return memberId
}

type Broken = { id: string; terms: GrantTerms; described: DescribedTerms; principalId: string; actorId: string }

async function createGrant(tx: Tx, ctx: Context, input: Input, of: Broken, expiresAt: Date): Promise<string> {
  const { orgId, now, actor } = ctx
  const { id, terms, described, principalId, actorId } = of
  const name = `Break-glass: ${input.ticket}`
  await tx.delegationGrant.create({
    data: {
      ...{ orgId, id, principalId, actorId, name, origin: 'managed', status: 'active', isBreakGlass: true },
      ...termColumns(terms, described),
      ...{ purpose: input.reason, ticket: input.ticket, startsAt: now, expiresAt, decidedAt: now, createdAt: now },
      requestedByMemberId: actor.kind === 'member' ? actor.memberId : null,
      ...{ usedWeight: 0, usedCount: 0, unusedShare: 1 },
    },
  })
  await storeBounds(tx, ctx, id, terms, described)
  return name
}

function toEmergencyTerms({ targets, durationSeconds }: Input, now: Date): GrantTerms {
  const bounds = { targets, maxSessionTtlSeconds: durationSeconds, durationSeconds }
  return toTerms(grantBoundsInput.parse(bounds), now)
}

type Parties = Awaited<ReturnType<typeof loadParties>>

/** The question that nobody was asked: whom the rules would have asked stands in it, so that they can be told. */
async function recordSkipped(tx: Tx, ctx: Context, of: Broken & Parties & { name: string }, ruled: VersionedPolicy) {
  const { orgId, now } = ctx
  const { id, name, terms, described, principal, actor } = of
  const asked = askedGrant.parse({ change: 'new', terms })
  const { verdict } = routeRequest(ruled.policy, await toCase(tx, ctx, { asked, described, principal, actor }))
  const approvalId = newId(now)
  const opened = await openApproval(tx, ctx, {
    ...{ approvalId, subjectKind: 'grant', subjectId: id, subjectName: name, asked, purpose: null, ruled },
    ...{ ruleName: 'Break-glass', tier: described.tier, expiresAt: now },
    risk: requestRisk(described.breadth.score, described.tier, false),
    stages: verdict.kind === 'stages' ? verdict.stages.filter(({ kind }) => kind === 'people') : [],
    concerned: {
      ...{ principalId: principal.id, actorId: actor.id, grantOwnerId: null, maxChainDepth: 0, consentOf: null },
      systemIds: described.targets.map(({ systemId }) => systemId),
    },
  })
  const where = { orgId_id: { orgId, id: approvalId } }
  await tx.approval.update({ where, data: { status: 'approved', decidedAt: now } })
  return { approvalId, events: opened.events }
}

/** Whoever needs one emergency after another has it looked at: else an hour at a time would be for ever. */
const MOST_UNREVIEWED = 4
const DAY_MS = 86_400_000

async function checkUnreviewed(tx: Tx, { orgId, now }: Context, memberId: string, actorId: string): Promise<void> {
  const since = { grant: { createdAt: { gt: new Date(now.getTime() - DAY_MS) } } }
  const whose = { OR: [{ openedByMemberId: memberId }, { grant: { actorId } }] }
  const open = await tx.breakGlassReview.count({ where: { orgId, closedAt: null, AND: [since, whose] } })
  if (open < MOST_UNREVIEWED) return
  const message = `${open} emergencies of a day wait for their review. Somebody has to close one before the next.`
  throw new DomainError('unreviewed', message)
}

/** How long the rules allow it. @throws DomainError `invalid_input` */
function checkLength({ durationSeconds }: Input, { policy }: VersionedPolicy): void {
  const { maxSeconds } = policy.breakGlass
  if (durationSeconds <= maxSeconds) return
  throw new DomainError('invalid_input', `The rules allow ${Math.floor(maxSeconds / 60)} min at most.`)
}

/** Emergency access, at once and without an answer, for an hour at most: everybody who was skipped is told, and somebody else
 *  has to review it by a date. Guardrails hold all the same. @throws DomainError `forbidden`, `not_yours`,
 *  `step_up_required`, `guardrail`, `invalid_input` where the rules allow less time, `unreviewed` after four in a day that
 *  nobody has reviewed */
export async function breakGlass(ctx: Context, input: Input): Promise<BrokenGlass> {
  authorize(ctx, 'break-glass')
  const { orgId, now } = ctx
  const terms = toEmergencyTerms(input, now)
  const [principalId, actorId] = [fromPublicId('identity', input.principalId), fromPublicId('identity', input.actorId)]
  const id = newId(now)
  const expiresAt = new Date(now.getTime() + input.durationSeconds * 1000)
  return mutate(ctx, async (tx) => {
    const ruled = await loadApprovalPolicy(tx, orgId)
    const openedByMemberId = await checkBreaker(tx, ctx, actorId, ruled)
    checkLength(input, ruled)
    await checkUnreviewed(tx, ctx, openedByMemberId, actorId)
    const parties = await loadParties(tx, ctx, principalId, actorId)
    const described = await describeTerms(tx, orgId, terms)
    checkStepUp(ctx, described.tier, ruled.policy)
    const { ticket, reason: purpose } = input
    await requireGuardrails(tx, ctx, { action: 'breakGlass', terms, described, ...parties, ticket, purpose })
    const of = { id, terms, described, principalId, actorId }
    const name = await createGrant(tx, ctx, input, of, expiresAt)
    const { approvalId, events } = await recordSkipped(tx, ctx, { ...of, ...parties, name }, ruled)
    const reviewDueAt = new Date(now.getTime() + ruled.policy.breakGlass.reviewDueHours * 3_600_000)
    await tx.breakGlassReview.create({ data: { orgId, grantId: id, openedByMemberId, dueAt: reviewDueAt } })
    const subject = { subjectKind: 'grant', subjectId: id, subjectName: name, reason: input.reason } as const
    const data = { ticket: input.ticket, seconds: input.durationSeconds, breadth: described.breadth.score, reviewDueAt }
    const ids = { grantId: toPublicId('grant', id), approvalId: toPublicId('approval', approvalId) }
    return {
      result: { ...ids, expiresAt, reviewDueAt },
      events: [{ action: 'grant.glass-broken', ...subject, data }, ...events],
      jobs: [{ task: 'tell-approval', payload: { orgId, approvalId, what: 'broken' } }],
    }
  })
}
