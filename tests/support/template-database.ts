import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, readdir, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '@/lib/runtime/embedded-postgres'
import { applyMigrations } from '@/lib/runtime/migrate'
import { isUsableFolder } from '@/lib/runtime/postgres-binaries'
import { isAlive, readConnection } from '@/lib/runtime/postgres-connection'
import { at, NOW } from './clock'
import { databaseUrl, type TestServer } from './database'
import { ensureGenerated } from './ensure-generated'

declare module 'vitest' {
  export interface ProvidedContext {
    server: TestServer
  }
}

/** Nothing here has to survive a power cut, be replicated or live long enough to need tidying. */
const FAST = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
  max_connections: '200',
}
/** Linux's file system in memory, and what a run needs of it in bytes, generously. */
const MEMORY_FOLDER = '/dev/shm'
const MEMORY_BYTES = 2 * 1024 ** 3
const FOLDER_PREFIX = 'remit-test-'

type Server = { url: string; stop: () => Promise<void> }

async function fastFolder(): Promise<string> {
  const hasRoom = await statfs(MEMORY_FOLDER).then(
    ({ bavail, bsize }) => bavail * bsize > MEMORY_BYTES,
    () => false,
  )
  return hasRoom && (await isUsableFolder(MEMORY_FOLDER)) ? MEMORY_FOLDER : tmpdir()
}

/** A run that was killed leaves its files; in memory they would weigh on the machine until it is started again. */
async function removeDead(base: string): Promise<void> {
  const names = (await readdir(base)).filter((name) => name.startsWith(FOLDER_PREFIX))
  for (const folder of names.map((name) => path.join(base, name))) {
    const owner = await readConnection(path.join(folder, 'postgres')).then(
      (connection) => connection?.ownerPid,
      () => undefined,
    )
    if (owner && !isAlive(owner)) await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

async function startServer(): Promise<Server> {
  const external = process.env.TEST_DATABASE_URL
  if (external) return { url: external, stop: async () => {} }
  const base = await fastFolder()
  await removeDead(base)
  const folder = await mkdtemp(path.join(base, FOLDER_PREFIX))
  await chmod(folder, 0o755)
  const server = await startEmbeddedPostgres({ dataFolder: path.join(folder, 'postgres'), settings: FAST })
  const stop = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { url: server.url, stop }
}

async function execute(url: string, sql: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql, values)
  await client.end()
}

/** With the partitions of the months that tests happen in, or each file would spend a quarter of a second on its own. */
async function makeTemplate({ url, prefix }: TestServer): Promise<void> {
  const template = databaseUrl(url, `${prefix}template`)
  await execute(url, `create database "${prefix}template"`)
  await applyMigrations(template)
  await execute(template, 'select ensure_partitions($1, $2)', [at('-30d'), NOW])
}

async function dropAll({ url, prefix }: TestServer): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [prefix])
  for (const { datname } of rows) await client.query(`drop database "${datname}" with (force)`)
  await client.end()
}

/** Once a run: a Postgres (an embedded one, else that of TEST_DATABASE_URL) with one migrated database to clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensureGenerated()
  const { url, stop } = await startServer()
  const server = { url, prefix: `remit_test_${randomUUID().slice(0, 8)}_` }
  await makeTemplate(server)
  project.provide('server', server)
  return async () => {
    if (process.env.TEST_DATABASE_URL) await dropAll(server)
    await stop()
  }
}
