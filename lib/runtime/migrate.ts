import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { checkDatabaseIsOurs } from '@/lib/runtime/check-database-is-ours'
import { projectFolder } from '@/lib/runtime/project-folder'

/** One folder of `prisma/migrations`. */
type Migration = { name: string; sql: string; checksum: string }
type AppliedMigration = { migration_name: string; checksum: string; finished_at: Date | null }

/** Any number, the same for ever: who holds it is the one who migrates. */
const MIGRATION_LOCK = 7_364_829_014

/**
 * Brings a database to this version of Remit: our tables, then the job queue's. Any number of processes may call it at
 * once; one works and the others wait. Returns the names of the migrations applied now.
 *
 * Writes the rows of `_prisma_migrations` that `prisma migrate deploy` writes, so either may follow the other. It is
 * our own because Prisma's records a migration apart from running it: killed in between, the database needs a person.
 * Here both are one transaction. So a migration may hold no statement that refuses one (`create index concurrently`).
 *
 * @throws Error, one sentence, if the role may not, the database is somebody else's or knows a migration this version does not, an applied one was edited, an
 *   earlier run of Prisma left one unfinished, or one fails (nothing of it then remains).
 */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await checkDatabaseIsOurs(client)
    await client.query(MIGRATIONS_TABLE)
    const pending = await listPending(client)
    for (const migration of pending) await apply(client, migration)
    await runMigrations({ connectionString: databaseUrl })
    return pending.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

/** For a process that only works with a database. @throws Error, one sentence, where that is not of this version. */
export async function checkMigrated(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query("select 1 where to_regclass('_prisma_migrations') is not null")
    const pending = rows.length > 0 ? await listPending(client) : await readMigrations()
    if (pending.length > 0) {
      throw new Error(`The database lacks ${pending.length} migrations of this version; run "npx remit migrate" first.`)
    }
  } finally {
    await client.end()
  }
}

async function listPending(client: pg.Client): Promise<Migration[]> {
  const { rows } = await client.query<AppliedMigration>(
    'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null',
  )
  const migrations = await readMigrations()
  const isStrange = ({ migration_name }: AppliedMigration) => !migrations.some(({ name }) => name === migration_name)
  if (rows.length > 0 && rows.every(isStrange)) {
    throw new Error('The database holds the migrations of another program; give Remit a database of its own.')
  }
  for (const applied of rows) assertKnown(applied, migrations)
  const done = new Set(rows.map((row) => row.migration_name))
  return migrations.filter(({ name }) => !done.has(name))
}

function assertKnown(applied: AppliedMigration, migrations: Migration[]): void {
  const name = applied.migration_name
  const migration = migrations.find((candidate) => candidate.name === name)
  if (!migration) throw new Error(`The database is newer than this version of Remit: it has the migration ${name}.`)
  if (!applied.finished_at) {
    throw new Error(`The migration ${name} was left unfinished by another tool; see "prisma migrate resolve".`)
  }
  if (applied.checksum !== migration.checksum) {
    throw new Error(`The migration ${name} was edited after it had been applied to this database.`)
  }
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query(
      `insert into _prisma_migrations (id, migration_name, checksum, finished_at, applied_steps_count)
       values ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), name, checksum],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw new Error(`The migration ${name} failed: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}

async function readMigrations(): Promise<Migration[]> {
  const folder = path.join(projectFolder, 'prisma', 'migrations')
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(names.sort().map((name) => readMigration(folder, name)))
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8')
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
}

/** As Prisma makes it. */
const MIGRATIONS_TABLE = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`
