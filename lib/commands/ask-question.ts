import { z } from 'zod'
import { isRequester } from '@/lib/commands/answer-offer'
import { loadOpenQuestion } from '@/lib/commands/load-open-question'
import { tellOf } from '@/lib/commands/open-approval'
import { mutate, type Tx } from '@/lib/db'
import { readAbsentees, readVoters, type StoredQuestion } from '@/lib/db/question'
import { powerlessness } from '@/lib/domain/approval-tally'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId, newId } from '@/lib/id'

/** Something to know before deciding, or what was wanted to be known. */
export const noteInput = z.object({ approvalId: z.string(), body: reasonInput })
export type Note = z.output<typeof noteInput>

/** Whether a member votes in some stage, be it in somebody's place. */
export async function isVoter(tx: Tx, { orgId, now }: Context, stored: StoredQuestion, memberId: string) {
  const absentees = await readAbsentees(tx, orgId, memberId, now)
  const voters = await readVoters(tx, orgId, [memberId, ...absentees])
  return [...voters.values()].some((voter) =>
    stored.question.stages.some((stage) => powerlessness(stored.question, stage, voter) === null),
  )
}

/** Asks whoever wants it something before deciding. The deadline stays. @throws DomainError `not_asked` for who does not
 *  decide, and as `loadOpenQuestion` */
export async function askQuestion(ctx: Context, { approvalId, body }: Note): Promise<void> {
  authorize(ctx, 'decide-approval')
  const { actor } = ctx
  if (actor.kind !== 'member') throw new DomainError('forbidden', 'Only a person can decide.')
  return writeNote(ctx, { approvalId, body }, async (tx, stored) => {
    if (await isVoter(tx, ctx, stored, actor.memberId)) return 'question'
    throw new DomainError('not_asked', 'Whoever decides on this asks about it.')
  })
}

/** Answers what was asked. @throws DomainError `not_requester` for who neither asked for it nor is concerned by it */
export async function answerQuestion(ctx: Context, { approvalId, body }: Note): Promise<void> {
  authorize(ctx, 'request-grant')
  return writeNote(ctx, { approvalId, body }, async (tx, stored) => {
    if (isRequester(ctx, stored) || (await isConcerned(tx, ctx, stored))) return 'answer'
    throw new DomainError('not_requester', 'Whoever asked for it, or is concerned by it, answers.')
  })
}

async function isConcerned(tx: Tx, { orgId, actor }: Context, { question }: StoredQuestion): Promise<boolean> {
  if (actor.kind !== 'member') return false
  const self = (await readVoters(tx, orgId, [actor.memberId])).get(actor.memberId)
  return self?.identityIds.some((id) => question.barredIdentityIds.includes(id)) ?? false
}

const ACTIONS = { question: 'approval.question-asked', answer: 'approval.question-answered' } as const

async function writeNote(
  ctx: Context,
  { approvalId, body }: Note,
  kindOf: (tx: Tx, stored: StoredQuestion) => Promise<'question' | 'answer'>,
): Promise<void> {
  const { orgId, actor, now } = ctx
  const id = fromPublicId('approval', approvalId)
  return mutate(ctx, async (tx) => {
    const stored = await loadOpenQuestion(tx, ctx, id)
    const kind = await kindOf(tx, stored)
    const memberId = actor.kind === 'member' ? actor.memberId : null
    const written = { orgId, approvalId: id, id: newId(now), kind, memberId, byName: actor.name }
    await tx.approvalNote.create({ data: { ...written, body, writtenAt: now } })
    return {
      result: undefined,
      events: [{ action: ACTIONS[kind], subjectKind: 'approval', subjectId: id, reason: body }],
      jobs: [tellOf(ctx, id, 'noted')],
    }
  })
}
