import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

/** The reader's organisation. `timeZone`: the IANA zone whose clock and calendar its pages tell. */
export type Organisation = { name: string; timeZone: string }

/** The organisation that the reader belongs to. */
export async function getOrganisation(ctx: Context): Promise<Organisation> {
  authorize(ctx, 'view-access')
  const select = { name: true, timeZone: true } as const
  return reader().organisation.findUniqueOrThrow({ where: { id: ctx.orgId }, select })
}
