import pg from 'pg'

/** The first half of the key of every lock that shows a worker to live: any number, the same for ever. */
const LIVES = 736_482
/** A worker shows that it lives within this time of beginning to; what was taken later than that is let be. */
const FREE_AFTER_SECONDS = 10
const CONNECT_MS = 5_000

/**
 * By what others see that the workers of this process live: a lock of Postgres's for each, held by one connection, so that
 * kill -9 or a cut cable lets go of it without a word.
 */
export class WorkerLives {
  private readonly ids = new Set<string>()
  private readonly shown = new Set<string>()
  private client: pg.Client | undefined

  constructor(
    private readonly databaseUrl: string,
    private readonly onLost: (error: Error) => void = () => undefined,
  ) {}

  add(workerId: string): void {
    this.ids.add(workerId)
  }

  /** Shows whoever was added and is not shown yet: all of them after the connection was lost, and whoever's lock somebody
   *  was trying at that moment the next time. */
  async show(): Promise<void> {
    this.client ??= await this.connect()
    const hidden = [...this.ids].filter((id) => !this.shown.has(id))
    if (hidden.length === 0) return
    const { rows } = await this.client.query<{ id: string }>(
      'select id from unnest($2::text[]) id where pg_try_advisory_lock($1, hashtext(id))',
      [LIVES, hidden],
    )
    for (const { id } of rows) this.shown.add(id)
  }

  async end(): Promise<void> {
    await this.client?.end().catch(() => undefined)
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_MS,
    })
    client.on('error', (error) => {
      this.forget(client)
      this.onLost(error)
    })
    client.on('end', () => this.forget(client))
    await client.connect()
    return client
  }

  /** What an older connection has still to say is not about the one that took its place. */
  private forget(client: pg.Client): void {
    if (this.client !== client) return
    this.client = undefined
    this.shown.clear()
  }
}

/**
 * Puts back into the queue what workers that are gone had in hand; the queue by itself waits four hours. `database` must not
 * be the connection that shows this process's own workers: a lock is no obstacle to whoever holds it. Where Postgres has
 * only just started nobody is gone yet: all may be on their way back. Returns their ids.
 */
export async function freeAbandonedJobs(
  database: Pick<pg.Pool, 'query'>,
  { afterSeconds = FREE_AFTER_SECONDS } = {},
): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    `with held as materialized (
       select locked_by as id from graphile_worker.jobs
       where locked_by is not null and locked_at <= now() - make_interval(secs => $2)
         and pg_postmaster_start_time() <= now() - make_interval(secs => $2) group by 1),
     gone as materialized (select id from held where pg_try_advisory_xact_lock($1, hashtext(id))),
     freed as materialized (select graphile_worker.force_unlock_workers(array_agg(id)) from gone having count(*) > 0)
     select id from gone where exists (select from freed)`,
    [LIVES, afterSeconds],
  )
  return rows.map(({ id }) => id)
}
