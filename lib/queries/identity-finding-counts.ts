import { Prisma, reader } from '@/lib/db'
import { type FindingCounts, OPEN_FINDINGS_SQL } from '@/lib/queries/finding-counts'

/** Whether a finding `f` is about an identity (a UUID): about itself, or about a grant or a session in which it acts or
 *  is acted for. */
export function aboutIdentitySql(id: string): Prisma.Sql {
  return Prisma.sql`(
    (f.subject_kind = 'identity' and f.subject_id = ${id}::uuid)
    or (f.subject_kind = 'grant' and exists (select from grants g
      where g.org_id = f.org_id and g.id = f.subject_id and ${id}::uuid in (g.actor_id, g.principal_id)))
    or (f.subject_kind = 'session' and exists (select from delegated_sessions s
      where s.org_id = f.org_id and s.id = f.subject_id and ${id}::uuid in (s.actor_id, s.principal_id))))`
}

type Part = 'actor_id' | 'principal_id'

/** Open findings about grants or sessions in which these identities have one part; who acts for itself is counted once. */
function asPart(orgId: string, kind: 'grant' | 'session', part: Part, ids: readonly string[]): Prisma.Sql {
  const table = Prisma.raw(kind === 'grant' ? 'grants' : 'delegated_sessions')
  const column = Prisma.raw(`t.${part}`)
  const once = part === 'actor_id' ? Prisma.empty : Prisma.sql`and t.principal_id <> t.actor_id`
  return Prisma.sql`select ${column} as id, f.severity from ${table} t
    join findings f on f.org_id = t.org_id and f.subject_kind = ${kind} and f.subject_id = t.id
    where t.org_id = ${orgId}::uuid and ${column} = any(${[...ids]}::uuid[]) ${once} and ${OPEN_FINDINGS_SQL}`
}

/** Open findings by severity about each identity of a page (UUIDs in, UUIDs as keys), in the sense of
 *  `aboutIdentitySql`. Each part is looked up by its own index, so that a page is not sought in all findings. */
export async function identityFindingCounts(
  orgId: string,
  ids: readonly string[],
): Promise<Map<string, FindingCounts>> {
  type Row = { id: string; severity: keyof FindingCounts; count: number }
  const itself = Prisma.sql`select f.subject_id as id, f.severity from findings f
    where f.org_id = ${orgId}::uuid and f.subject_kind = 'identity' and f.subject_id = any(${[...ids]}::uuid[]) and ${OPEN_FINDINGS_SQL}`
  const kinds = ['grant', 'session'] as const
  const parts = kinds.flatMap((kind) => [
    asPart(orgId, kind, 'actor_id', ids),
    asPart(orgId, kind, 'principal_id', ids),
  ])
  const rows = await reader().$queryRaw<Row[]>`
    select id, severity, count(*)::int as count from (${Prisma.join([itself, ...parts], ' union all ')}) about group by 1, 2`
  const counts = new Map<string, FindingCounts>()
  for (const { id, severity, count } of rows) counts.set(id, { ...counts.get(id), [severity]: count })
  return counts
}
