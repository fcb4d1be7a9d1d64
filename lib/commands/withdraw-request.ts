import { z } from 'zod'
import { loadOpenQuestion } from '@/lib/commands/load-open-question'
import { withdrawApprovals } from '@/lib/commands/withdraw-approvals'
import { mutate, type Tx } from '@/lib/db'
import { readOwnIdentities } from '@/lib/db/own-identities'
import type { StoredQuestion } from '@/lib/db/question'
import type { AuditEventDraft } from '@/lib/domain/audit'
import { authorize, isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { askedGrant } from '@/lib/domain/grant-terms'
import { fromPublicId, toPublicId } from '@/lib/id'

export const withdrawRequestInput = z.object({
  approvalId: z.string(),
  reason: z.string().trim().max(1000).default('No longer needed.'),
})

/** Whoever asked takes it back, also the owner of a service that asked; so may whoever could revoke what it would become. */
async function checkMayWithdraw(tx: Tx, ctx: Context, { row }: StoredQuestion): Promise<void> {
  if (isAllowed(ctx, 'revoke-access')) return
  const { orgId, actor } = ctx
  if (actor.kind === 'member' && actor.memberId === row.requestedByMemberId) return
  const mine = await readOwnIdentities(tx, ctx)
  const asking = row.requestedByIdentityId
  if (asking !== null && mine.includes(asking)) return
  const owned = asking && (await tx.identity.count({ where: { orgId, id: asking, ownerId: { in: [...mine] } } }))
  if (!owned) throw new DomainError('not_yours', 'Only whoever asked can withdraw it.')
}

/** A grant that was asked for and is not there yet ends with the question; one whose change was asked for stays as it is. */
async function endAsked(tx: Tx, { orgId, now }: Context, { row }: StoredQuestion, reason: string) {
  const { change } = askedGrant.parse(row.asked)
  if (change === 'extend' || change === 'widen') return []
  const where = { orgId_id: { orgId, id: row.subjectId } }
  const grant = await tx.delegationGrant.update({ where, data: { status: 'revoked', endedAt: now } })
  const subject = { subjectKind: 'grant', subjectId: grant.id, subjectName: grant.name } as const
  return [{ action: 'grant.revoked', ...subject, reason, data: { was: 'asked for' } }] satisfies AuditEventDraft[]
}

/** Takes back a request for a grant or for a change of one, while it waits.
 *  @throws DomainError `not_found`, `wrong_status`, `lapsed`, `not_yours` */
export async function withdrawRequest(ctx: Context, input: z.output<typeof withdrawRequestInput>) {
  authorize(ctx, 'withdraw-request')
  const id = fromPublicId('approval', input.approvalId)
  const reason = input.reason || 'No longer needed.'
  return mutate(ctx, async (tx) => {
    const stored = await loadOpenQuestion(tx, ctx, id)
    if (stored.row.subjectKind !== 'grant')
      throw new DomainError('wrong_kind', 'This is no request for a grant. Withdraw it where it was made.')
    await checkMayWithdraw(tx, ctx, stored)
    const ended = await endAsked(tx, ctx, stored, reason)
    const { events, jobs } = await withdrawApprovals(tx, ctx, stored.row.subjectId, reason)
    const [first, ...rest] = [...events, ...ended]
    if (!first) throw new Error('what was pending is withdrawn')
    const result = { grantId: toPublicId('grant', stored.row.subjectId), status: 'withdrawn' as const }
    return { result, events: [first, ...rest], jobs }
  })
}
