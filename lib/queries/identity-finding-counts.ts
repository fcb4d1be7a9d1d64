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

/** Open findings by severity about each identity of a page (UUIDs in, UUIDs as keys), in the sense of
 *  `aboutIdentitySql`. Reads the open findings only. */
export async function identityFindingCounts(
  orgId: string,
  ids: readonly string[],
): Promise<Map<string, FindingCounts>> {
  type Row = { id: string; severity: keyof FindingCounts; count: number }
  const rows = await reader().$queryRaw<Row[]>`
    select who.id, f.severity, count(*)::int as count
    from findings f
    left join grants g on f.subject_kind = 'grant' and g.org_id = f.org_id and g.id = f.subject_id
    left join delegated_sessions s on f.subject_kind = 'session' and s.org_id = f.org_id and s.id = f.subject_id
    cross join lateral (
      select distinct id from unnest(array[
        case when f.subject_kind = 'identity' then f.subject_id end, g.actor_id, g.principal_id, s.actor_id, s.principal_id
      ]) as id
    ) who
    where f.org_id = ${orgId}::uuid and ${OPEN_FINDINGS_SQL} and who.id = any(${[...ids]}::uuid[])
    group by 1, 2`
  const counts = new Map<string, FindingCounts>()
  for (const { id, severity, count } of rows) counts.set(id, { ...counts.get(id), [severity]: count })
  return counts
}
