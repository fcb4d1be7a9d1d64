import { z } from 'zod'
import { mutate, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { nameOf, requestForm } from '@/lib/domain/request-form'
import { fromPublicId, newId, toPublicId } from '@/lib/id'

/** `draftId` of one that goes on; absent = a new one. */
export const saveDraftInput = z.object({ draftId: z.string().nullish(), form: requestForm })

const MOST_DRAFTS = 50

/** Drafts are a person's own. @throws DomainError `forbidden` */
export function draftOwner({ actor }: Context): string {
  if (actor.kind === 'member') return actor.memberId
  throw new DomainError('forbidden', 'Only a person keeps drafts.')
}

async function checkOwn(tx: Tx, ctx: Context, id: string, memberId: string): Promise<void> {
  if ((await tx.grantDraft.count({ where: { orgId: ctx.orgId, id, memberId } })) === 0) throw notFound('draft')
}

async function checkRoom(tx: Tx, ctx: Context, memberId: string): Promise<void> {
  if ((await tx.grantDraft.count({ where: { orgId: ctx.orgId, memberId } })) < MOST_DRAFTS) return
  throw new DomainError('too_many_drafts', `You keep ${MOST_DRAFTS} drafts. Discard one first.`)
}

/** Keeps what somebody has begun to ask for. Nobody else sees it, and it asks for nothing. */
export async function saveDraft(ctx: Context, { draftId, form }: z.output<typeof saveDraftInput>) {
  authorize(ctx, 'request-grant')
  const memberId = draftOwner(ctx)
  const known = draftId ? fromPublicId('draft', draftId) : null
  const id = known ?? newId(ctx.now)
  const { orgId, now } = ctx
  const name = nameOf(form)
  const content = JSON.parse(JSON.stringify(form))
  return mutate(ctx, async (tx) => {
    if (known) await checkOwn(tx, ctx, known, memberId)
    else await checkRoom(tx, ctx, memberId)
    await tx.grantDraft.upsert({
      where: { orgId_id: { orgId, id } },
      update: { name, content, updatedAt: now },
      create: { orgId, id, memberId, name, content, createdAt: now, updatedAt: now },
    })
    const subject = { subjectKind: 'draft', subjectId: id, subjectName: name } as const
    return { result: { draftId: toPublicId('draft', id), name }, events: [{ action: 'draft.saved', ...subject }] }
  })
}
