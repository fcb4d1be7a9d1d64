import { Prisma, reader } from '@/lib/db'

/** Open findings of one subject, by severity. A severity that is missing has none. */
export type FindingCounts = Partial<Record<'critical' | 'high' | 'medium' | 'low' | 'info', number>>

/** Findings that still ask for something to be done: neither resolved, accepted nor put aside. */
export const OPEN_FINDINGS_SQL = Prisma.sql`f.status in ('open', 'acknowledged')`

type Row = { subject: string; severity: keyof FindingCounts; count: number }

/** Open findings by severity for each subject of one kind (UUIDs in, UUIDs as keys). For a page of rows, not for all. */
export async function findingCounts(
  orgId: string,
  kind: 'session' | 'grant' | 'system',
  ids: readonly string[],
): Promise<Map<string, FindingCounts>> {
  const counts = new Map<string, FindingCounts>()
  if (ids.length === 0) return counts
  const rows = await reader().$queryRaw<Row[]>`
    select f.subject_id as subject, f.severity, count(*)::int as count
    from findings f
    where f.org_id = ${orgId}::uuid and f.subject_kind = ${kind} and f.subject_id = any(${[...ids]}::uuid[]) and ${OPEN_FINDINGS_SQL}
    group by 1, 2`
  for (const { subject, severity, count } of rows) counts.set(subject, { ...counts.get(subject), [severity]: count })
  return counts
}
