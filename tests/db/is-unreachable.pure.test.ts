import { expect, test } from 'vitest'
import { isUnreachable } from '@/lib/db/is-unreachable'

const byPrisma = (originalCode: string) =>
  Object.assign(new Error('Database error.'), {
    code: 'P2039',
    meta: { driverAdapterError: { cause: { originalCode, kind: 'postgres' } } },
  })

test.each([
  ['a server that stops', Object.assign(new Error('the database system is shutting down'), { code: '57P03' })],
  ['a connection cut off', new Error('Connection terminated unexpectedly')],
  ['a refused connection', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
  ['a server that starts, in Prisma’s words', byPrisma('57P03')],
])('%s is away, and not a mistake of whoever asked', (_, error) => expect(isUnreachable(error)).toBe(true))

test.each([
  ['a violated constraint', Object.assign(new Error('violates'), { code: '23505' })],
  ['a refused change, in Prisma’s words', byPrisma('42501')],
])('%s is an answer', (_, error) => expect(isUnreachable(error)).toBe(false))
