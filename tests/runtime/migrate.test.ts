import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { applyMigrations } from '@/lib/runtime/migrate'

let url: string
let name: string

beforeEach(async () => {
  name = `migrate_${randomBytes(6).toString('hex')}`
  await ask(env().DATABASE_URL, `create database ${name} template template0`)
  url = Object.assign(new URL(env().DATABASE_URL), { pathname: `/${name}` }).href
})

afterEach(async () => {
  await ask(env().DATABASE_URL, `drop database ${name} with (force)`)
})

async function ask(database: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('of many that start at once, one migrates and the others find it done', async () => {
  const applied = await Promise.all([1, 2, 3, 4].map(() => applyMigrations(url)))
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1)
  const rows = await ask(url, 'select migration_name from _prisma_migrations where finished_at is not null')
  expect(rows).toHaveLength(applied.flat().length)
})

test('one that fails leaves nothing behind and is tried again next time', async () => {
  await ask(url, "create type members as enum ('in the way')")
  await expect(applyMigrations(url)).rejects.toThrow(/failed/)
  expect(await ask(url, "select 1 from pg_tables where tablename = 'organisations'")).toHaveLength(0)
  await ask(url, 'drop type members')
  expect(await applyMigrations(url)).not.toHaveLength(0)
})

test('a database that is newer, or whose migrations were edited, is left alone', async () => {
  await applyMigrations(url)
  const [first] = await ask(url, 'select checksum, migration_name from _prisma_migrations order by migration_name')
  await ask(url, `update _prisma_migrations set checksum = 'x' where migration_name = '${first?.migration_name}'`)
  await expect(applyMigrations(url)).rejects.toThrow(/was edited/)
  await ask(url, `update _prisma_migrations set migration_name = '9_later' where checksum = 'x'`)
  await expect(applyMigrations(url)).rejects.toThrow(/newer than this version/)
})

test("a database that holds what is somebody else's is refused before anything is written to it", async () => {
  await ask(url, 'create table invoices (id int)')
  await expect(applyMigrations(url)).rejects.toThrow(
    /holds what is not Remit's \(invoices\); give Remit a database of its own/,
  )
  expect(await ask(url, "select tablename from pg_tables where schemaname = 'public'")).toEqual([
    { tablename: 'invoices' },
  ])
  await ask(url, 'drop table invoices')
  await applyMigrations(url)
  await ask(url, "update _prisma_migrations set migration_name = 'theirs_' || migration_name")
  await expect(applyMigrations(url)).rejects.toThrow(/migrations of another program/)
})

test('a role that may not make tables is told so, and how it comes to', async () => {
  const role = `weak_${name}`
  await ask(url, `create role ${role} login password 'x'`)
  const theirs = Object.assign(new URL(url), { username: role, password: 'x' }).href
  await expect(applyMigrations(theirs)).rejects.toThrow(/The role weak_\w+ may not create tables.*owner to/)
  await ask(url, `alter database ${name} owner to ${role}`)
  expect(await applyMigrations(theirs)).not.toHaveLength(0)
  await ask(url, `alter database ${name} owner to current_user; drop owned by ${role} cascade; drop role ${role}`)
})
