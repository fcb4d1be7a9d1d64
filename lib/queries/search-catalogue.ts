import { z } from 'zod'
import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { Environment } from '@/lib/domain/identity'
import type { Tier } from '@/lib/domain/limits'
import { ACCESS_LEVELS, type AccessLevel } from '@/lib/domain/permission'
import { templatesFor } from '@/lib/domain/request-templates'
import { fromPublicId, toPublicId } from '@/lib/id'
import { likeText } from '@/lib/queries/grant-where'

export const findSystemsInput = z.object({ words: z.string().trim().max(200) })

const MOST_SYSTEMS = 8

/** Systems whose name or key holds the words, the most critical first. Needs `request-grant`. */
export async function findSystems(ctx: Context, { words }: z.output<typeof findSystemsInput>) {
  authorize(ctx, 'request-grant')
  const text = likeText(words)
  const matches = words ? Prisma.sql`(y.name ilike ${text} or y.key ilike ${text})` : Prisma.sql`true`
  const rows = await reader().$queryRaw<{ id: string; name: string; tier: Tier; environment: Environment }[]>`
    select y.id, y.name, y.tier::int as tier, y.environment from systems y
    where y.org_id = ${ctx.orgId}::uuid and ${matches}
      and exists (select from permissions p where p.org_id = y.org_id and p.system_id = y.id)
    order by lower(y.name) = lower(${words}) desc, lower(y.name), y.id limit ${MOST_SYSTEMS}`
  return rows.map((row) => ({ ...row, id: toPublicId('system', row.id) }))
}

export const searchCatalogueInput = z.object({
  systemId: z.string(),
  words: z.string().trim().max(200).default(''),
  level: z.enum(ACCESS_LEVELS).optional(),
})

const MOST = 60
/** A catalogue of more is searched; a template would take too much of it unseen. */
const MOST_FOR_TEMPLATES = 500

type Row = { key: string; title: string | null; accessLevel: AccessLevel }

async function readTemplates(orgId: string, systemId: string) {
  const all = await reader().permission.findMany({
    where: { orgId, systemId },
    select: { key: true, accessLevel: true },
    orderBy: { key: 'asc' },
    take: MOST_FOR_TEMPLATES + 1,
  })
  if (all.length > MOST_FOR_TEMPLATES) return []
  return templatesFor(all.map(({ key, accessLevel }) => ({ key, accessLevel: accessLevel as AccessLevel })))
}

/** The permissions of a system whose key or title holds the words, with how many there are, and which templates fit the system.
 *  Needs `request-grant`. */
export async function searchCatalogue(ctx: Context, input: z.output<typeof searchCatalogueInput>) {
  authorize(ctx, 'request-grant')
  const systemId = fromPublicId('system', input.systemId)
  const { orgId } = ctx
  const text = likeText(input.words)
  const named = input.words ? Prisma.sql`(p.key ilike ${text} or p.title ilike ${text})` : Prisma.sql`true`
  const ofLevel = input.level ? Prisma.sql`p.access_level = ${input.level}` : Prisma.sql`true`
  const where = Prisma.sql`p.org_id = ${orgId}::uuid and p.system_id = ${systemId}::uuid and ${named} and ${ofLevel}`
  const [permissions, [count], templates] = await Promise.all([
    reader().$queryRaw<Row[]>`
      select p.key, p.title, p.access_level as "accessLevel" from permissions p where ${where} order by p.key limit ${MOST}`,
    reader().$queryRaw<{ total: number }[]>`select count(*)::int as total from permissions p where ${where}`,
    readTemplates(orgId, systemId),
  ])
  return { permissions, total: count?.total ?? 0, templates }
}
