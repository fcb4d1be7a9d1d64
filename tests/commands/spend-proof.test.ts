import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pruneProofs } from '@/lib/commands/prune-proofs'
import { spendProof } from '@/lib/commands/spend-proof'
import { sweepExpired } from '@/lib/jobs/sweep-expired'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

let access: Access
beforeAll(async () => {
  access = await createAccess()
})
afterAll(() => access.db.usedProof.deleteMany())

describe('a proof', () => {
  it('counts once, however many try at the same moment', async () => {
    const key = randomBytes(32)
    const tries = await Promise.all(Array.from({ length: 8 }, () => spendProof(NOW, key, at('+2m'))))
    expect(tries.filter(Boolean)).toHaveLength(1)
    expect(await spendProof(at('+2m'), key, at('+4m'))).toBe(false)
    expect(await spendProof(NOW, randomBytes(32), at('+2m'))).toBe(true)
  })

  it('is remembered until it would be refused for its age, whether or not anybody has tidied up', async () => {
    const key = randomBytes(32)
    await spendProof(NOW, key, at('+2m'))
    expect(await spendProof(at('+3m'), key, at('+5m'))).toBe(true)
    expect(await spendProof(at('+4m'), key, at('+5m'))).toBe(false)
  })

  it('is forgotten by the sweep once it is too old, and not before', async () => {
    await access.db.usedProof.deleteMany()
    const [old, young] = [randomBytes(32), randomBytes(32)]
    await spendProof(NOW, old, at('+1m'))
    await spendProof(NOW, young, at('+2m'))
    await sweepExpired({}, at('+90s'))
    expect(await access.db.usedProof.findMany({ select: { key: true } })).toEqual([{ key: new Uint8Array(young) }])
    expect(await pruneProofs(at('+2m'))).toEqual({ hasMore: false })
    expect(await access.db.usedProof.count()).toBe(1)
  })
})
