import { once } from 'node:events'
import { createServer } from 'node:net'
import pg from 'pg'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { checkDatabase, checkPort } from '@/lib/runtime/preflight'

async function ask(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL })
  await client.connect()
  await client.query(sql)
  await client.end()
}

/** This file's database, as somebody else. */
const urlAs = (username: string, password: string) =>
  Object.assign(new URL(env().DATABASE_URL), { username, password }).href

test('a Postgres that is too old is told with its version, and a refused password is never repeated', async () => {
  const role = `old_${process.pid}`
  await ask(`create role ${role} login password 'right'; create schema of_old; grant usage on schema of_old to ${role};
    create function of_old.current_setting(text) returns text language sql return '140012';
    alter role ${role} set search_path = of_old, pg_catalog`)
  try {
    await expect(checkDatabase(urlAs(role, 'right'))).rejects.toThrow(
      /^The database.*it is Postgres 14, and Remit needs 15/,
    )
    const refused = await checkDatabase(urlAs(role, 'hunter2')).catch((error: Error) => error.message)
    expect(refused).toMatch(/^The database of DATABASE_URL cannot be used: password authentication failed/)
    expect(refused).not.toContain('hunter2')
  } finally {
    await ask(`drop owned by ${role}; drop role ${role}`)
  }
})

test('a database that nobody answers for is told in one sentence', async () => {
  await expect(checkDatabase('postgresql://remit:hunter2@127.0.0.1:1/remit')).rejects.toThrow(
    'The database of DATABASE_URL cannot be used: connect ECONNREFUSED 127.0.0.1:1.',
  )
})

test('a taken port is told by the name of its setting', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  await expect(checkPort('PORT', port, '127.0.0.1')).rejects.toThrow(`Port ${port} is taken, perhaps by another Remit`)
  taken.close()
})
