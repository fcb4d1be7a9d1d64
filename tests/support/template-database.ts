import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '@/lib/runtime/embedded-postgres'
import { applyMigrations } from '@/lib/runtime/migrate'
import { databaseUrl, type TestServer } from './database'
import { ensureGenerated } from './ensure-generated'

declare module 'vitest' {
  export interface ProvidedContext {
    server: TestServer
  }
}

/** Nothing here has to survive a power cut. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

type Server = { url: string; stop: () => Promise<void> }

async function startServer(): Promise<Server> {
  const external = process.env.TEST_DATABASE_URL
  if (external) return { url: external, stop: async () => {} }
  const folder = await mkdtemp(path.join(tmpdir(), 'remit-test-'))
  await chmod(folder, 0o755)
  const server = await startEmbeddedPostgres({ dataFolder: path.join(folder, 'postgres'), settings: FAST })
  const stop = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { url: server.url, stop }
}

async function makeTemplate({ url, prefix }: TestServer): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create database "${prefix}template"`)
  await client.end()
  await applyMigrations(databaseUrl(url, `${prefix}template`))
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
