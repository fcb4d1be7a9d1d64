import { reader } from '@/lib/db'
import { authorize, isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { isSavedList, type SavedView } from '@/lib/domain/saved-view'
import { toPublicId } from '@/lib/id'

/** The reader's views of every list and those that others share, by name. A service sees the shared. */
export async function listSavedViews(ctx: Context): Promise<SavedView[]> {
  authorize(ctx, 'view-access')
  const { orgId, actor } = ctx
  const own = actor.kind === 'member' ? [{ memberId: actor.memberId }] : []
  const rows = await reader().savedView.findMany({
    where: { orgId, OR: [...own, { isShared: true }] },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 500,
  })
  const authors = [...new Set(rows.map((row) => row.memberId))]
  const members = await reader().member.findMany({
    where: { orgId, id: { in: authors } },
    select: { id: true, name: true },
  })
  const names = new Map(members.map(({ id, name }) => [id, name]))
  const isAdmin = isAllowed(ctx, 'manage-members')
  return rows.flatMap(({ id, list, name, query, isShared, memberId }) => {
    const isOwn = own[0]?.memberId === memberId
    const mayDelete = isOwn || (isShared && isAdmin)
    const view = { name, query, isShared, author: names.get(memberId) ?? '', isOwn, mayDelete }
    return isSavedList(list) ? [{ id: toPublicId('view', id), list, ...view }] : []
  })
}
