import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { toPublicId } from '@/lib/id'

const MOST = 500

/** Whom a token can be made for that is no person: active ones by name, the first 500. */
export async function listServiceIdentities(ctx: Context): Promise<{ id: string; name: string; kind: string }[]> {
  authorize(ctx, 'manage-service-tokens')
  const rows = await reader().identity.findMany({
    where: { orgId: ctx.orgId, status: 'active', kind: { notIn: ['human', 'team'] } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: MOST,
    select: { id: true, name: true, kind: true },
  })
  return rows.map(({ id, ...row }) => ({ ...row, id: toPublicId('identity', id) }))
}
