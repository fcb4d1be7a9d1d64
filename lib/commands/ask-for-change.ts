import { z } from 'zod'
import { askForGrant } from '@/lib/commands/ask-for-grant'
import { checkAsker } from '@/lib/commands/check-asker'
import type { ChangeableGrant } from '@/lib/commands/load-changeable-grant'
import type { RequestedGrant } from '@/lib/commands/request-grant'
import { describeTerms } from '@/lib/commands/store-terms'
import type { Mutation, Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { type GrantChange, grantChangeInput } from '@/lib/domain/grant-change'
import type { GrantTerms } from '@/lib/domain/grant-terms'
import { fromPublicId, toPublicId } from '@/lib/id'

/** Why a change is asked for. */
export const changePurpose = z.string().trim().min(3, 'Say what it is for.').max(1000)

/** What a change says besides the terms: of which grant, and why. */
export const changeOfGrant = grantChangeInput.safeExtend({ grantId: z.string(), purpose: changePurpose })

/** System ids of a change as the database knows them. @throws DomainError `not_found`, `invalid_input` */
export function toChange<T extends GrantChange>({ targets, ...change }: T): GrantChange {
  if (!targets) return change
  if (new Set(targets.map(({ systemId }) => systemId)).size < targets.length)
    throw new DomainError('invalid_input', 'Name each system once.')
  return { ...change, targets: targets.map((each) => ({ ...each, systemId: fromPublicId('system', each.systemId) })) }
}

/** Two changes that wait at once would each be of terms that stand no more. */
async function checkNoneWaits(tx: Tx, { orgId, now }: Context, grantId: string): Promise<void> {
  const where = { orgId, subjectKind: 'grant', subjectId: grantId, status: 'pending', expiresAt: { gt: now } }
  const open = await tx.approval.findFirst({ where, select: { id: true } })
  if (!open) return
  const approvalId = toPublicId('approval', open.id)
  throw new DomainError('change_pending', 'A change of this grant waits already. It has to be decided or withdrawn.', {
    approvalId,
  })
}

/** Asks for other terms of a grant that stands, which go on as they are until people have agreed. Part of the commands that
 *  extend and widen. @throws DomainError `change_pending`, `not_yours` */
export async function askForChange(
  tx: Tx,
  ctx: Context,
  { row, terms: before }: ChangeableGrant,
  asked: { change: 'extend' | 'widen'; terms: GrantTerms; purpose: string },
): Promise<Mutation<RequestedGrant>> {
  const { id, name, principal, actor, ownerId } = row
  checkAsker(ctx, actor.id)
  await checkNoneWaits(tx, ctx, id)
  const { change, terms, purpose } = asked
  const described = await describeTerms(tx, ctx.orgId, terms)
  const question = { asked: { change, terms, before }, described, principal, actor, ownerId }
  const answer = await askForGrant(tx, ctx, { grantId: id, name, purpose, ...question })
  const { approvalId, reason } = answer
  const subject = { subjectKind: 'grant', subjectId: id, subjectName: name, reason: purpose } as const
  const data = { breadth: described.breadth.score, change }
  return {
    result: {
      grantId: toPublicId('grant', id),
      approvalId: toPublicId('approval', approvalId),
      status: answer.status === 'approved' ? 'active' : answer.status,
      reason,
    },
    events: [{ action: 'grant.requested', ...subject, data }, ...answer.events],
    jobs: answer.jobs,
  }
}
