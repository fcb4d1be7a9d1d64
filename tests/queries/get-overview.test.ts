import { describe, expect, it } from 'vitest'
import type { ExposureFigures } from '@/lib/domain/exposure'
import { SESSION_HEALTH, sessionListRequest } from '@/lib/domain/session-filter'
import { getCoverage } from '@/lib/queries/get-coverage'
import { getNavCounts } from '@/lib/queries/get-nav-counts'
import { getOverview } from '@/lib/queries/get-overview'
import { listSessions } from '@/lib/queries/list-sessions'
import { measureExposure } from '@/lib/queries/measure-exposure'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at } from '@/tests/support/clock'

async function remember(org: Access, takenAt: Date, figures: Partial<ExposureFigures>) {
  const now = await measureExposure(org.ctx)
  const data = { orgId: org.orgId, takenOn: takenAt, takenAt, figures: { ...now, ...figures } }
  await org.db.exposureSnapshot.create({ data })
}

describe('measuring exposure', () => {
  it('counts live rows of the own organisation only', async () => {
    const theirs = await createAccess()
    await theirs.session({ isOverLimit: true })
    const ours = await createAccess()
    const own = await ours.session({ isOverLimit: true })
    await ours.session({ issuedAt: at('-2h'), expiresAt: at('-1h') })
    await ours.session({ status: 'revoked', endedAt: at('-1m') })
    await ours.finding({ subjectKind: 'session', subjectId: own.id, severity: 'critical' })
    await ours.finding({ subjectKind: 'session', subjectId: own.id, status: 'acknowledged' })
    expect(await measureExposure(ours.ctx)).toMatchObject({
      liveSessions: 1,
      overLimit: 1,
      openFindings: 1,
      openBySeverity: { critical: 1, high: 0 },
    })
    expect(await getNavCounts(ours.ctx)).toMatchObject({ organisation: 'Acme', sessions: 1, findings: 1 })
  })

  it('takes unused privilege from sessions of which both sides are known, and else does not know it', async () => {
    const org = await createAccess()
    await org.session({ grantedWeight: 10, usedWeight: null })
    await org.session({ grantedWeight: null, usedWeight: 4 })
    expect((await measureExposure(org.ctx)).unusedShare).toBeNull()
    await org.session({ grantedWeight: 10, usedWeight: 4 })
    expect((await measureExposure(org.ctx)).unusedShare).toBeCloseTo(0.6)
  })

  it('does not take an unknown end for none', async () => {
    const org = await createAccess()
    await org.session({ expiresAt: null, expiryKnown: false, origin: 'observed' })
    expect(await measureExposure(org.ctx)).toMatchObject({ neverExpiring: 0, medianLifetimeSeconds: null })
    await org.session({ expiresAt: null })
    expect((await measureExposure(org.ctx)).neverExpiring).toBe(1)
  })

  it('measures no revocation where none was confirmed', async () => {
    const org = await createAccess()
    expect(await measureExposure(org.ctx)).toMatchObject({ revocations: 0, revocationMedianSeconds: null })
  })
})

describe('the trend of exposure', () => {
  it('is unknown, not zero, where nothing was recorded', async () => {
    const org = await createAccess()
    await org.session()
    const overview = await getOverview(org.ctx, '30d')
    expect(overview).toMatchObject({ since: null, coversPeriod: false, better: [] })
    expect(overview.trends.liveSessions).toMatchObject({ now: 1, before: null })
  })

  it('counts from the last record before the period began', async () => {
    const org = await createAccess()
    await remember(org, at('-40d'), { overLimit: 99 })
    await remember(org, at('-30.5d'), { overLimit: 12 })
    await remember(org, at('-3d'), { overLimit: 5 })
    const overview = await getOverview(org.ctx, '30d')
    expect(overview.coversPeriod).toBe(true)
    expect(overview.trends.overLimit).toMatchObject({ now: 0, before: 12 })
    expect(overview.trends.overLimit.points.map((point) => point.value)).toEqual([12, 5, 0])
    expect(overview.better).toContainEqual({ name: 'overLimit', from: 12, to: 0 })
  })

  it('says since when it counts where records began within the period', async () => {
    const org = await createAccess()
    await remember(org, at('-3d'), { openFindings: 4 })
    expect(await getOverview(org.ctx, '30d')).toMatchObject({ since: at('-3d'), coversPeriod: false })
  })

  it('does not call more live sessions worse, nor fewer better', async () => {
    const org = await createAccess()
    await remember(org, at('-30.5d'), { liveSessions: 10 })
    expect((await getOverview(org.ctx, '30d')).better).toEqual([])
  })
})

describe('coverage', () => {
  it('puts every live session in exactly one part', async () => {
    const org = await createAccess()
    const old = { issuedAt: at('-9d'), startsAt: at('-9d') }
    await org.session({ breadth: 90, isOverLimit: true, ...old })
    await org.session({ breadth: null })
    await org.session({ breadth: 5, ...old })
    await org.session({ breadth: 5, expiresAt: at('+5m') })
    await org.session({ breadth: 5 })
    const { health } = await getCoverage(org.ctx)
    expect(health).toEqual({ 'over-limit': 1, unknown: 1, unused: 1, ending: 1, 'in-bounds': 1 })
    for (const part of SESSION_HEALTH) {
      expect((await listSessions(org.ctx, sessionListRequest.parse({ health: part }))).rows).toHaveLength(health[part])
    }
  })

  it('tells a person, a team, one who left and nobody apart', async () => {
    const org = await createAccess()
    const person = await org.identity({ kind: 'human' })
    const team = await org.identity({ kind: 'team' })
    const left = await org.identity({ kind: 'human', status: 'departed', departedAt: at('-1d') })
    for (const owner of [person, team, left]) await org.identity({ kind: 'agent', ownerId: owner.id })
    await org.identity({ kind: 'pipeline' })
    expect((await getCoverage(org.ctx)).ownership).toEqual({ person: 1, team: 1, left: 1, none: 1 })
  })
})
