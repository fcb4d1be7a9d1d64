import type { z } from 'zod'
import { mutate, type Tx } from '@/lib/db'
import { sameText } from '@/lib/db/same-text'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { savedViewInput } from '@/lib/domain/saved-view'
import { newId, toPublicId } from '@/lib/id'

export const saveViewInput = savedViewInput

const MOST_VIEWS = 100

/** Views are a person's own, shared or not. @throws DomainError `forbidden` */
export function viewOwner({ actor }: Context): string {
  if (actor.kind === 'member') return actor.memberId
  throw new DomainError('forbidden', 'Only a person saves views.')
}

async function checkRoom(tx: Tx, ctx: Context, memberId: string): Promise<void> {
  if ((await tx.savedView.count({ where: { orgId: ctx.orgId, memberId } })) < MOST_VIEWS) return
  throw new DomainError('too_many_views', `You keep ${MOST_VIEWS} views. Delete one first.`)
}

/** Keeps a list as it is shown, to find it again. Under a name that the member has given in this list before it takes that
 *  one's place. */
export async function saveView(ctx: Context, { list, name, query, isShared }: z.output<typeof saveViewInput>) {
  authorize(ctx, 'save-view')
  const memberId = viewOwner(ctx)
  const { orgId, now } = ctx
  return mutate(ctx, async (tx) => {
    const own = { orgId, memberId, list, name: sameText(name) }
    const known = await tx.savedView.findFirst({ where: own, select: { id: true } })
    if (!known) await checkRoom(tx, ctx, memberId)
    const id = known?.id ?? newId(now)
    await tx.savedView.upsert({
      where: { orgId_id: { orgId, id } },
      update: { name, query, isShared, updatedAt: now },
      create: { orgId, id, memberId, list, name, query, isShared, createdAt: now, updatedAt: now },
    })
    const subject = { subjectKind: 'view', subjectId: id, subjectName: name } as const
    return {
      result: { viewId: toPublicId('view', id), name },
      events: [{ action: 'view.saved', ...subject, data: { list, query, isShared } }],
    }
  })
}
