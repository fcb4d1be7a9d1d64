import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/lib/runtime/embedded-postgres'
import { findRunningPostgres } from '@/lib/runtime/postgres-connection'

let dataFolder: string
let running: EmbeddedPostgres | undefined

beforeAll(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'remit-postgres-'))
})

afterAll(async () => {
  await running?.stop()
  await rm(dataFolder, { recursive: true, force: true })
})

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return Object.values((await client.query(sql)).rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}

async function start(): Promise<EmbeddedPostgres> {
  running = await startEmbeddedPostgres({ dataFolder })
  return running
}

test('what was committed is there at the next start, also after kill -9', { timeout: 60_000 }, async () => {
  const first = await start()
  await ask(first.url, 'create table kept (n int)')
  await first.stop()
  const second = await start()
  await ask(second.url, 'insert into kept values (7)')
  process.kill(
    Number((await readFile(path.join(dataFolder, 'cluster/postmaster.pid'), 'utf8')).split('\n')[0]),
    'SIGKILL',
  )
  await second.exited
  const third = await start()
  expect(third.url).toBe(first.url)
  expect(await ask(third.url, 'select n from kept')).toBe(7)
})

test('a second start on the same folder is refused, and the running one is found', async () => {
  await expect(startEmbeddedPostgres({ dataFolder })).rejects.toThrow(/already runs in/)
  expect(await findRunningPostgres(dataFolder)).toBe(running?.url)
})

test('it listens on this machine only, asks for a password, and nobody else can read that', async () => {
  const url = running?.url ?? ''
  expect(await ask(url, 'show listen_addresses')).toBe('127.0.0.1')
  await expect(ask(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/)
  const { mode } = await stat(path.join(dataFolder, 'connection.json'))
  expect(mode & 0o077).toBe(0)
})

test('once stopped it is not found', async () => {
  await running?.stop()
  expect(await findRunningPostgres(dataFolder)).toBeUndefined()
})
