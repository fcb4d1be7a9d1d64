import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { toPublicId } from '@/lib/id'

export type DraftRow = { id: string; name: string; updatedAt: Date }

/** What the reader has begun to ask for, the latest first; nobody sees another's. Needs `request-grant`. */
export async function listDrafts(ctx: Context): Promise<DraftRow[]> {
  authorize(ctx, 'request-grant')
  const { orgId, actor } = ctx
  if (actor.kind !== 'member') return []
  const rows = await reader().grantDraft.findMany({
    where: { orgId, memberId: actor.memberId },
    select: { id: true, name: true, updatedAt: true },
    orderBy: { updatedAt: 'desc' },
  })
  return rows.map(({ id, ...rest }) => ({ id: toPublicId('draft', id), ...rest }))
}
