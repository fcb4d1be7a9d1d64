import { beforeEach, describe, expect, it } from 'vitest'
import { measureUsedAccess } from '@/lib/commands/measure-used-access'
import { type CheckedUse, recordChecks } from '@/lib/commands/record-checks'
import { systemContext } from '@/lib/domain/context'
import { createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

let access: Awaited<ReturnType<typeof createAccess>>
let system: { id: string }
let grant: { id: string }
let session: { id: string }
beforeEach(async () => {
  access = await createAccess()
  system = await access.system()
  await access.permissions(system.id, { 'case:read': 'read', 'case:write': 'write' })
  grant = await access.grant()
  await access.target(grant.id, system.id, ['case:read', 'case:write'])
  const set = await access.db.permissionSet.findFirstOrThrow({ where: { orgId: access.orgId } })
  session = await access.session({ grantId: grant.id, systemId: system.id, permissionSetId: set.id })
})

const remit = (now = NOW) => systemContext(access.orgId, 'test', now)
const use = (over: Partial<CheckedUse> = {}): CheckedUse => {
  const times = { firstAt: NOW.getTime(), lastAt: NOW.getTime() }
  const counts = { allowed: 1, denied: 0, inactive: 0 }
  return {
    sessionId: session.id,
    systemId: system.id,
    permission: 'case:read',
    clientId: null,
    ...counts,
    ...times,
    ...over,
  }
}
const used = (time: Date, over: Partial<CheckedUse> = {}) =>
  use({ firstAt: time.getTime(), lastAt: time.getTime(), ...over })
const read = () =>
  access.db.delegatedSession.findUniqueOrThrow({ where: { orgId_id: { orgId: access.orgId, id: session.id } } })
const readGrant = () =>
  access.db.delegationGrant.findUniqueOrThrow({ where: { orgId_id: { orgId: access.orgId, id: grant.id } } })

describe('recorded uses', () => {
  it('add up, whatever their order and however many writers', async () => {
    const times = [at('-5m'), at('-1m'), at('-9m'), at('-3m')]
    await Promise.all(times.map((time) => recordChecks(remit(), [used(time), used(time, { denied: 2, allowed: 0 })])))
    expect(await read()).toMatchObject({
      allowedCount: 4n,
      deniedCount: 8n,
      firstUsedAt: at('-9m'),
      lastUsedAt: at('-1m'),
    })
    const [row] = await access.db.delegatedSessionUse.findMany({ where: { sessionId: session.id } })
    expect(row).toMatchObject({ allowedCount: 4n, deniedCount: 8n, firstAt: at('-9m'), lastAt: at('-1m') })
    expect(await access.db.delegatedSessionActivity.count({ where: { sessionId: session.id } })).toBe(4)
  })

  it('of another organisation, or of no session, are left out', async () => {
    const stranger = await createAccess()
    await recordChecks(systemContext(stranger.orgId, 'test', NOW), [use(), use({ sessionId: system.id })])
    expect(await stranger.db.delegatedSessionUse.count({ where: { orgId: stranger.orgId } })).toBe(0)
    expect(await read()).toMatchObject({ allowedCount: 0n })
  })

  it('tell what grant and session were used for, once they are measured', async () => {
    await recordChecks(remit(), [used(at('+1m'))])
    await measureUsedAccess(remit())
    const after = { usedCount: 1, grantedCount: 2, lastUsedAt: at('+1m') }
    expect(await read()).toMatchObject({ ...after, allowedCount: 1n })
    expect(await readGrant()).toMatchObject(after)
    await recordChecks(remit(), [used(at('+2m'), { permission: 'case:write' })])
    await measureUsedAccess(remit())
    expect(await readGrant()).toMatchObject({ usedCount: 2, lastUsedAt: at('+2m') })
    expect(await access.db.auditEvent.count({ where: { orgId: access.orgId, action: 'session.used' } })).toBe(2)
  })

  it('leave nothing to measure where nothing has changed', async () => {
    await recordChecks(remit(), [used(at('+1m'))])
    await measureUsedAccess(remit())
    await recordChecks(remit(), [used(new Date(at('+1m').getTime() + 20_000))])
    const due = await access.db.$queryRaw`select subject from entitlements_due where org_id = ${access.orgId}::uuid`
    expect(due).toEqual([])
  })
})
