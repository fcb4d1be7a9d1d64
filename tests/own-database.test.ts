import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { createEmptyDatabase, createTestDatabase } from './support/database'

const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
await client.connect()
afterAll(() => client.end())

describe('the database of a test file', () => {
  it('is migrated, for Remit and for its queue', async () => {
    const { rows } = await client.query(
      "select to_regclass('audit_events') as ours, to_regclass('graphile_worker.jobs') as theirs",
    )
    expect(rows).toEqual([{ ours: 'audit_events', theirs: 'graphile_worker.jobs' }])
  })

  it('is not that of another file', async () => {
    const other = await createTestDatabase()
    await client.query('create table mine ()')
    const theirs = new pg.Client({ connectionString: other.url })
    await theirs.connect()
    expect((await theirs.query("select to_regclass('mine') as mine")).rows).toEqual([{ mine: null }])
    await theirs.end()
    await other.drop()
    await expect(new pg.Client({ connectionString: other.url }).connect()).rejects.toMatchObject({ code: '3D000' })
  })

  it('can also be had without a table', async () => {
    const empty = await createEmptyDatabase()
    const theirs = new pg.Client({ connectionString: empty.url })
    await theirs.connect()
    const { rows } = await theirs.query("select from information_schema.tables where table_schema = 'public'")
    expect(rows).toEqual([])
    await theirs.end()
    await empty.drop()
  })
})
