import { z } from 'zod'
import { askForGrant } from '@/lib/commands/ask-for-grant'
import { checkAsker, checkRenewal } from '@/lib/commands/check-asker'
import { findChange } from '@/lib/commands/find-origin'
import { loadOwner } from '@/lib/commands/load-owner'
import { type DescribedTerms, describeTerms, storeBounds, termColumns } from '@/lib/commands/store-terms'
import { mutate, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { grantBoundsInput } from '@/lib/domain/grant'
import { endOf, type GrantTerms, grantTerms } from '@/lib/domain/grant-terms'
import { fromPublicId, newId, toPublicId } from '@/lib/id'

export const requestGrantInput = grantBoundsInput
  .extend({
    name: z.string().trim().min(1).max(200),
    principalId: z.string(),
    actorId: z.string(),
    ownerId: z.string().nullish(),
    purpose: z.string().trim().min(3).max(1000),
    ticket: z.string().trim().max(200).nullish(),
    endsWithTicket: z.boolean().default(false),
    renewsGrantId: z.string().nullish(),
  })
  .refine(({ expiresAt, durationSeconds }) => (expiresAt === undefined) !== (durationSeconds === null), {
    message: 'Say when it ends (expiresAt, null for never) or how long it stands (durationSeconds), one of the two.',
    path: ['expiresAt'],
  })
  .refine(({ endsWithTicket, ticket }) => !endsWithTicket || ticket, {
    message: 'Name the ticket with which it ends.',
    path: ['ticket'],
  })
export type GrantRequest = z.output<typeof requestGrantInput>

/** How a request stands once it is made: `pending`, or decided by a rule (`active`, `denied`; then `reason` says why). */
export type RequestedGrant = {
  grantId: string
  approvalId: string
  status: 'pending' | 'active' | 'denied'
  reason: string | null
}

/** The bounds that were asked for, as terms. System ids become UUIDs. @throws DomainError `not_found`, `invalid_input` */
export function toTerms(input: z.output<typeof grantBoundsInput>, now: Date): GrantTerms {
  const { startsAt = null, expiresAt = null, targets } = input
  const systems = targets.map((target) => ({ ...target, systemId: fromPublicId('system', target.systemId) }))
  const terms = grantTerms.parse({ ...input, startsAt, expiresAt, targets: systems })
  const end = endOf(terms, now)
  if (end !== null && end <= (startsAt && startsAt > now ? startsAt : now))
    throw new DomainError('invalid_input', 'A grant has to end after it starts, and in the future.')
  if (new Set(targets.map(({ systemId }) => systemId)).size < targets.length)
    throw new DomainError('invalid_input', 'Name each system once.')
  return terms
}

/** The two that a grant is about, who have to be here. @throws DomainError `not_found`, `identity_gone` */
export async function loadParties(tx: Tx, { orgId }: Context, principalId: string, actorId: string) {
  const parties = await tx.identity.findMany({ where: { orgId, id: { in: [principalId, actorId] } } })
  const gone = parties.find((party) => party.status !== 'active')
  if (gone) throw new DomainError('identity_gone', `${gone.name} is ${gone.status}.`)
  const [principal, actor] = [principalId, actorId].map((id) => parties.find((party) => party.id === id))
  if (!principal || !actor) throw notFound('identity')
  return { principal, actor }
}

type Row = { id: string; principalId: string; actorId: string; ownerId: string | null; renewsGrantId: string | null }

async function createGrant(
  tx: Tx,
  ctx: Context,
  input: GrantRequest,
  terms: GrantTerms,
  row: Row,
): Promise<DescribedTerms> {
  const { orgId, actor, now } = ctx
  const described = await describeTerms(tx, orgId, terms)
  const { name, purpose, ticket, endsWithTicket } = input
  await tx.delegationGrant.create({
    data: {
      ...{ orgId, ...row, origin: 'managed', status: 'pending', name, purpose, ticket: ticket || null, endsWithTicket },
      ...termColumns(terms, described),
      startsAt: terms.startsAt ?? now,
      expiresAt: endOf(terms, now),
      requestedByMemberId: actor.kind === 'member' ? actor.memberId : null,
      requestedByIdentityId: actor.kind === 'service' ? actor.identityId : null,
      ...{ usedWeight: 0, usedCount: 0, unusedShare: 1, createdAt: now },
    },
  })
  await storeBounds(tx, ctx, row.id, terms, described)
  return described
}

/** Asks for standing permission for an actor to act for a principal. The rules say who is asked; it is *pending* until they
 *  have decided, unless a rule decides at once. */
export async function requestGrant(ctx: Context, input: GrantRequest): Promise<RequestedGrant> {
  authorize(ctx, 'request-grant')
  const terms = toTerms(input, ctx.now)
  const [principalId, actorId] = [fromPublicId('identity', input.principalId), fromPublicId('identity', input.actorId)]
  const renewsGrantId = input.renewsGrantId ? fromPublicId('grant', input.renewsGrantId) : null
  const id = newId(ctx.now)
  return mutate(ctx, async (tx) => {
    const parties = await loadParties(tx, ctx, principalId, actorId)
    checkAsker(ctx, actorId)
    await checkRenewal(tx, ctx, { renewsGrantId, principalId, actorId })
    const ownerId = (await loadOwner(tx, ctx, input.ownerId))?.id ?? null
    const row = { id, principalId, actorId, ownerId, renewsGrantId }
    const described = await createGrant(tx, ctx, input, terms, row)
    const { name, purpose } = input
    const change = await findChange(tx, ctx.orgId, { renewsGrantId, terms, now: ctx.now })
    const asked = { change, terms, before: null }
    const answer = await askForGrant(tx, ctx, { grantId: id, name, purpose, asked, described, ...parties, ownerId })
    const subject = { subjectKind: 'grant', subjectId: id, subjectName: name, reason: purpose } as const
    const { approvalId, reason } = answer
    const status = answer.status === 'approved' ? 'active' : answer.status
    return {
      result: { grantId: toPublicId('grant', id), approvalId: toPublicId('approval', approvalId), status, reason },
      events: [
        { action: 'grant.requested', ...subject, data: { breadth: described.breadth.score, change: asked.change } },
        ...answer.events,
      ],
      jobs: answer.jobs,
    }
  })
}
