import { describe, expect, it } from 'vitest'
import { suspendGrant } from '@/lib/commands/suspend-grant'
import { reader } from '@/lib/db'
import { fromPublicId } from '@/lib/id'
import { simulateIssuance } from '@/lib/queries/simulate-issuance'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle } from '@/tests/support/lifecycle-fixture'

describe('trying a session out', () => {
  it('tells what would be decided at that time, check by check, and leaves nothing behind', async () => {
    const org = await createLifecycle()
    const window = { weekdays: [1], startMinute: 720, durationMinutes: 60, timeZone: 'UTC' }
    const grantId = await org.grant({ windows: [window] })
    const before = (await org.readEvents()).length
    const now = await simulateIssuance(org.as('manager'), { grantId, at: at('+30m') })
    expect(now.checks.filter(({ verdict }) => verdict === 'refuses')).toEqual([])
    expect(now.terms).toEqual({
      systemIds: [fromPublicId('system', org.systemId)],
      permissions: ['case:list', 'case:read'],
      authorizationDetails: [],
      ...{ expiresAt: at('+1h'), endsWith: 'window', depth: 0 },
    })
    const later = await simulateIssuance(org.as('manager'), { grantId, at: at('+60m'), permissions: ['case:write'] })
    expect(later.checks.filter(({ verdict }) => verdict === 'refuses').map(({ code }) => code)).toEqual([
      'permission-not-granted',
      'outside-window',
    ])
    expect(later.terms).toBeNull()
    expect(await org.readEvents()).toHaveLength(before)
    expect(await reader().delegationAttempt.count({ where: { orgId: org.orgId } })).toBe(0)
  })

  it('goes by the sessions that live and the state of the grant', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant({ maxConcurrentSessions: 1 })
    await org.session(grantId, { ttlSeconds: 600 })
    const refusedAt = async (moment: Date) =>
      (await simulateIssuance(org.as('manager'), { grantId, at: moment, ttlSeconds: 60 })).checks
        .filter(({ verdict }) => verdict === 'refuses')
        .map(({ code }) => code)
    expect(await refusedAt(NOW)).toEqual(['too-many-sessions'])
    expect(await refusedAt(at('+10m'))).toEqual([])
    await suspendGrant(org.as('reviewer'), { grantId, reason: 'Agreed with its owner.' })
    expect(await refusedAt(at('+10m'))).toEqual(['grant-not-active'])
  })

  it('tells what people would be asked about where each session needs them', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant({ requiresSessionApproval: true })
    const { checks, terms } = await simulateIssuance(org.as('approver'), { grantId, at: NOW, ttlSeconds: 60 })
    expect(checks.at(-1)).toMatchObject({ code: 'needs-approval', verdict: 'refuses' })
    expect(terms).toMatchObject({ expiresAt: at('+1m') })
  })

  it('does not ever allow what policy does not, and knows no grant that Remit only observes', async () => {
    const org = await createLifecycle()
    const systemId = await org.system({ tier: 1 })
    const targets = [{ systemId, permissions: ['case:read'] }]
    const grantId = await org.grant({ targets, maxSessionTtlSeconds: 31_536_000 })
    const { terms } = await simulateIssuance(org.as('manager'), { grantId, at: NOW, systemId })
    expect(terms).toMatchObject({ expiresAt: at('+1d'), endsWith: 'policy' })
    const other = await createLifecycle()
    await expect(simulateIssuance(other.as('manager'), { grantId, at: NOW })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
