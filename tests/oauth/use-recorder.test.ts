import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { endStatements } from '@/lib/db/statement'
import { log } from '@/lib/log'
import { flushUses, recordUse, type SeenUse } from '@/lib/oauth/use-recorder'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

let access: Access
let use: SeenUse
beforeEach(async () => {
  access = await createAccess()
  const system = await access.system()
  const session = await access.session({ systemId: system.id })
  const gateway = await access.identity()
  const ids = { orgId: access.orgId, sessionId: session.id, systemId: system.id, clientId: gateway.id }
  use = { ...ids, permission: 'case:read', outcome: 'allowed', at: NOW }
})
afterEach(() => flushUses())

const counted = async () => {
  const where = { orgId_id: { orgId: use.orgId, id: use.sessionId } }
  const { allowedCount, deniedCount } = await access.db.delegatedSession.findUniqueOrThrow({ where })
  return [allowedCount, deniedCount]
}

describe('uses', () => {
  it('are written by themselves, and all of them when asked', async () => {
    recordUse(use)
    await vi.waitFor(async () => expect(await counted()).toEqual([1n, 0n]), { timeout: 20_000 })
    for (let n = 0; n < 50; n++) recordUse({ ...use, at: at('+1m'), outcome: n % 5 === 0 ? 'denied' : 'allowed' })
    await flushUses()
    expect(await counted()).toEqual([41n, 10n])
  })

  it('wait while the database cannot be reached, and are not lost', async () => {
    const query = vi.spyOn(pg.Pool.prototype, 'query').mockImplementation(() => {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    })
    recordUse(use)
    recordUse({ ...use, permission: 'case:write', outcome: 'denied' })
    await flushUses()
    query.mockRestore()
    await endStatements()
    expect(await counted()).toEqual([0n, 0n])
    recordUse(use)
    await flushUses()
    expect(await counted()).toEqual([2n, 1n])
  })

  it('take no more memory than they may; what is dropped is said', async () => {
    const said = vi.spyOn(log, 'error').mockImplementation(() => undefined)
    const query = vi.spyOn(pg.Pool.prototype, 'query').mockImplementation(() => Promise.resolve({ rows: [] }) as never)
    for (let n = 0; n < 100_007; n++) recordUse({ ...use, sessionId: `session ${n}` })
    await flushUses()
    query.mockRestore()
    expect(said).toHaveBeenCalledWith({ dropped: 7 }, expect.any(String))
  })
})
