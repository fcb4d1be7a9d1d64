import { Prisma, reader } from '@/lib/db'
import { liveSql } from '@/lib/queries/session-where'

type By = 'grant' | 'actor' | 'principal' | 'system'
const COLUMNS: Record<By, Prisma.Sql> = {
  grant: Prisma.sql`s.grant_id`,
  actor: Prisma.sql`s.actor_id`,
  principal: Prisma.sql`s.principal_id`,
  system: Prisma.sql`s.system_id`,
}

/** Live delegated sessions of each grant, actor, principal or system named (UUIDs), and the broadest of them.
 *  Reads the live subset only; what has none is missing from the answer. */
export async function liveSessionCounts(orgId: string, now: Date, by: By, ids: readonly string[]) {
  type Row = { id: string; count: number; breadthMax: number | null }
  const rows =
    ids.length === 0
      ? []
      : await reader().$queryRaw<Row[]>`
          select ${COLUMNS[by]} as id, count(*)::int as count, max(s.breadth)::int as "breadthMax"
          from delegated_sessions s
          where s.org_id = ${orgId}::uuid and ${COLUMNS[by]} = any(${[...ids]}::uuid[]) and ${liveSql(now)}
          group by 1`
  return new Map(rows.map((row) => [row.id, row]))
}
