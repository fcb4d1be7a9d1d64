import type pg from 'pg'

type Found = { database: string; role: string; mayCreate: boolean | null; isMigrated: boolean; others: string[] }

/** What extensions bring along belongs to nobody. */
const QUESTION = `
  select current_database() as database, current_user as role,
    has_schema_privilege(current_schema(), 'create') and (to_regnamespace('graphile_worker') is not null
      or has_database_privilege(current_database(), 'create')) as "mayCreate",
    to_regclass('_prisma_migrations') is not null as "isMigrated",
    array(select c.relname::text from pg_class c where c.relnamespace = current_schema()::regnamespace
      and c.relkind in ('r', 'p', 'v', 'm', 'f')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') order by 1 limit 3) as others`

/**
 * Asked before anything is written to a database: whether this role may make what Remit needs, and whether it is empty or
 * Remit's own already.
 *
 * @throws Error, one sentence saying what to do.
 */
export async function checkDatabaseIsOurs(client: pg.Client): Promise<void> {
  const { rows } = await client.query<Found>(QUESTION)
  const [found] = rows
  if (!found) return
  const { database, role, mayCreate, isMigrated, others } = found
  if (!mayCreate) {
    throw new Error(
      `The role ${role} may not create tables in the database ${database}; make it the owner: alter database "${database}" owner to "${role}".`,
    )
  }
  if (!isMigrated && others.length > 0) {
    throw new Error(
      `The database ${database} holds what is not Remit's (${others.join(', ')}); give Remit a database of its own.`,
    )
  }
}
