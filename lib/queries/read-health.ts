import { reader } from '@/lib/db'

/** What of Remit runs, as seen from the database. */
export type Health = { database: 'ok' | 'unreachable'; worker: Liveness; tokenService: Liveness }
type Liveness = 'ok' | 'not running' | 'unknown'

/** Needs no role and tells nothing of any organisation. A process runs if it holds a connection under its name. */
export async function readHealth(): Promise<Health> {
  try {
    const rows = await reader().$queryRaw<{ name: string }[]>`
      select distinct application_name as name from pg_stat_activity where datname = current_database()`
    const names = rows.map(({ name }) => name)
    const liveness = (name: string) => (names.includes(name) ? 'ok' : 'not running')
    return { database: 'ok', worker: liveness('remit-worker'), tokenService: liveness('remit-token-service') }
  } catch {
    return { database: 'unreachable', worker: 'unknown', tokenService: 'unknown' }
  }
}
