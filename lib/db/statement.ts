import pg from 'pg'
import { isUnreachable } from '@/lib/db/is-unreachable'
import { DomainError } from '@/lib/domain/error'
import { env } from '@/lib/env'

const CONNECTIONS = 4
const CONNECT_MS = 2_000
const STATEMENT_MS = 5_000

/** Statements here look up by key: they are planned once, and by their indexes however small a table is at that moment. */
const OPTIONS = '-c timezone=UTC -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off'

let pool: pg.Pool | null = null
let applicationName = 'remit-statements'

/** The name by which this process's connections are known in `pg_stat_activity`, said before the first statement. */
export function nameStatements(name: string): void {
  applicationName = name
}

function open(): pg.Pool {
  const opened = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: STATEMENT_MS + 1_000,
    application_name: applicationName,
    options: OPTIONS,
  })
  opened.on('error', () => undefined)
  return opened
}

/** Two that lock the same rows the other way round: Postgres undoes one of them whole, so that it can be run again. */
const DEADLOCK = '40P01'
const MAX_ATTEMPTS = 3

/** A prepared statement of the hot path, by name: Postgres plans it once a connection. One statement is one transaction,
 *  so whatever it must guard stands in its `where`. Only commands and queries hold statements.
 *  @throws DomainError `unavailable` where the database cannot be reached or does not answer in time */
export function statement<Row extends pg.QueryResultRow>(name: string, text: string) {
  return async (values: readonly unknown[]): Promise<Row[]> => {
    for (let attempt = 1; ; attempt++) {
      pool ??= open()
      try {
        return (await pool.query<Row>({ name, text, values: [...values] })).rows
      } catch (error) {
        if (isUnreachable(error)) throw new DomainError('unavailable', 'The database cannot be reached.')
        if ((error as { code?: unknown }).code !== DEADLOCK || attempt === MAX_ATTEMPTS) throw error
      }
    }
  }
}

/** Closes the connections of all statements. */
export async function endStatements(): Promise<void> {
  const closing = pool
  pool = null
  await closing?.end()
}
