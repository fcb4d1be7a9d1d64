import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

/** The id (UUID) of the organisation's connector of this kind, or null: for jobs, which speak of one per source. */
export async function findConnectorOfKind(ctx: Context, kind: string): Promise<string | null> {
  authorize(ctx, 'keep-house')
  const where = { orgId: ctx.orgId, kind }
  return (await reader().connector.findFirst({ where, select: { id: true }, orderBy: { id: 'asc' } }))?.id ?? null
}
