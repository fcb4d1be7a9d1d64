import { z } from 'zod'
import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { IdentityKind } from '@/lib/domain/identity'
import { toPublicId } from '@/lib/id'
import { likeText } from '@/lib/queries/grant-where'

export const findOwnersInput = z.object({ words: z.string().trim().max(200) })

const MOST = 8

/** People and teams who are still here and whose name or address holds the words, teams first; all of them without
 *  words. Needs `assign-owner`. */
export async function findOwners(ctx: Context, { words }: z.output<typeof findOwnersInput>) {
  authorize(ctx, 'assign-owner')
  const text = likeText(words)
  const matches = words ? Prisma.sql`(i.name ilike ${text} or i.email ilike ${text})` : Prisma.sql`true`
  const rows = await reader().$queryRaw<{ id: string; name: string; kind: IdentityKind; email: string | null }[]>`
    select i.id, i.name, i.kind, i.email from identities i
    where i.org_id = ${ctx.orgId}::uuid and i.kind in ('human', 'team') and i.status = 'active' and ${matches}
    order by i.kind = 'human', lower(i.name), i.id limit ${MOST}`
  return rows.map((row) => ({ ...row, id: toPublicId('identity', row.id) }))
}
