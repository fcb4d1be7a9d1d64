import { describe, expect, it } from 'vitest'
import { reader } from '@/lib/db'
import { fromPublicId } from '@/lib/id'
import { detectForOrganisation } from '@/lib/jobs/run-detectors'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'

const outside = { permissions: ['case:write'] }
const hours = [-5, -4, -3, -2, -1] as const

async function findingOf(org: Organisation, now: Date) {
  await detectForOrganisation(org.remit(now))
  return reader().finding.findFirst({ where: { orgId: org.orgId, detector: 'asks-outside-grant' } })
}

describe('an actor that keeps asking outside its grant', () => {
  it('is found at the fifth refusal within a day, and no more a day after its last', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant({}, at('-1d'))
    for (const hour of hours.slice(1)) await org.ask(grantId, outside, at(`${hour}h`))
    expect(await findingOf(org, at('-1h'))).toBeNull()
    await org.ask(grantId, outside, NOW)
    const found = await findingOf(org, at('+1m'))
    expect(found).toMatchObject({ status: 'open', severity: 'medium', subjectKind: 'identity' })
    expect(found?.subjectId).toBe(fromPublicId('identity', org.actorId))
    expect(found?.evidence).toMatchObject({
      ...{ Actor: 'support-agent', System: 'ticketing', 'Refused within a day': 5, 'Asked for': 'case:write' },
      ...{ 'First refused': at('-4h').toISOString(), 'Last refused': NOW.toISOString() },
    })
    expect(await findingOf(org, at('+23h'))).toMatchObject({ status: 'open' })
    expect(await findingOf(org, at('+24h'))).toMatchObject({ status: 'resolved' })
  })

  it('is not one that meets a window, a number of sessions or a grant that is over', async () => {
    const org = await createLifecycle()
    const window = { weekdays: [7], startMinute: 0, durationMinutes: 1, timeZone: 'UTC' }
    const closed = await org.grant({ windows: [window] }, at('-1d'))
    const full = await org.grant({ name: 'full', maxConcurrentSessions: 1 }, at('-1d'))
    await org.session(full, { ttlSeconds: 3600 }, at('-30m'))
    for (let time = 0; time < 6; time++) for (const grantId of [closed, full]) await org.ask(grantId)
    for (let time = 0; time < 6; time++) await org.ask(full, { ttlSeconds: 7200 })
    expect(await reader().delegationAttempt.count({ where: { orgId: org.orgId } })).toBe(18)
    expect(await findingOf(org, NOW)).toBeNull()
  })
})
