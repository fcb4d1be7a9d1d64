import { reader } from '@/lib/db'

/** What of Remit runs, as seen from the database. */
export type Health = { database: 'ok' | 'unreachable'; worker: 'ok' | 'not running' | 'unknown' }

/** Needs no role and tells nothing of any organisation. A worker runs if it holds a connection under its name. */
export async function readHealth(): Promise<Health> {
  try {
    const rows = await reader().$queryRaw<{ workers: number }[]>`
      select count(*)::int as workers from pg_stat_activity
      where application_name = 'remit-worker' and datname = current_database()`
    return { database: 'ok', worker: rows[0]?.workers ? 'ok' : 'not running' }
  } catch {
    return { database: 'unreachable', worker: 'unknown' }
  }
}
