import { z } from 'zod'
import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { IdentityKind } from '@/lib/domain/identity'
import { fromPublicId, toPublicId } from '@/lib/id'
import { likeText } from '@/lib/queries/grant-where'

/** `id` instead of words: just this one. `people`: only those who can answer for something. */
export const findPartiesInput = z.object({
  words: z.string().trim().max(200).default(''),
  id: z.string().optional(),
  people: z.boolean().default(false),
})

const MOST = 8

/** Who may act and be acted for: identities who are here, by name or address. `note`: their address, or who answers for them.
 *  Needs `request-grant`. */
export async function findParties(ctx: Context, { words, id, people }: z.output<typeof findPartiesInput>) {
  authorize(ctx, 'request-grant')
  const text = likeText(words)
  const named = words ? Prisma.sql`(i.name ilike ${text} or i.email ilike ${text})` : Prisma.sql`true`
  const matches = id ? Prisma.sql`i.id = ${fromPublicId('identity', id)}::uuid` : named
  const rows = await reader().$queryRaw<{ id: string; name: string; kind: IdentityKind; note: string | null }[]>`
    select i.id, i.name, i.kind, coalesce(i.email, 'owner ' || o.name) as note from identities i
    left join identities o on o.org_id = i.org_id and o.id = i.owner_id
    where i.org_id = ${ctx.orgId}::uuid and i.status = 'active' and ${matches}
      and (${!people} or i.kind in ('human', 'team'))
    order by lower(i.name) = lower(${words}) desc, lower(i.name), i.id limit ${MOST}`
  return rows.map((row) => ({ ...row, id: toPublicId('identity', row.id) }))
}
