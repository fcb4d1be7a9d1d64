import { afterAll } from 'vitest'
import { createTestDatabase } from './database'

/** Each test file has a database of its own, set before anything reads the environment and dropped after its last test. */
const database = await createTestDatabase()
process.env.DATABASE_URL = database.url
delete process.env.DATABASE_REPLICA_URL

afterAll(async () => {
  const [{ disconnect }, { disconnectRowWriter }] = await Promise.all([import('@/lib/db'), import('./row-writer')])
  await Promise.all([disconnect(), disconnectRowWriter()])
  await database.drop()
})
