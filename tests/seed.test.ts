import { beforeAll, describe, expect, it } from 'vitest'
import { reader } from '@/lib/db'
import { systemContext } from '@/lib/domain/context'
import { DETECTORS, REFUSAL_DETECTORS } from '@/lib/domain/finding'
import { detectForOrganisation } from '@/lib/jobs/run-detectors'
import { HEALTHY } from '@/prisma/demo/healthy'
import { seed } from '@/prisma/seed'
import { at, NOW } from '@/tests/support/clock'

let orgId: string
beforeAll(async () => {
  const begin = performance.now()
  orgId = (await seed(NOW)).orgId
  console.info(`The story took ${((performance.now() - begin) / 1000).toFixed(1)} s to tell.`)
}, 300_000)

/** Subjects of a kind that the log has such an event for. */
async function eventsOf(subjectKind: string, action: string): Promise<Set<string>> {
  const events = await reader().auditEvent.findMany({
    where: { orgId, subjectKind, action },
    select: { subjectId: true },
  })
  return new Set(events.map(({ subjectId }) => subjectId))
}

describe('the demo organisation', () => {
  it('has a healthy part that raises no finding, and never did', async () => {
    const where = { orgId, name: { in: HEALTHY.map(({ name }) => name) } }
    const grants = await reader().delegationGrant.findMany({ where, include: { sessions: { select: { id: true } } } })
    expect(grants.map(({ name }) => name).sort()).toEqual(HEALTHY.map(({ name }) => name).sort())
    const subjects = grants.flatMap(({ id, sessions }) => [id, ...sessions.map((session) => session.id)])
    const findings = await reader().finding.findMany({ where: { orgId, subjectId: { in: subjects } } })
    expect(findings.map(({ title, detector }) => `${detector}: ${title}`)).toEqual([])
    expect(grants.flatMap(({ sessions }) => sessions).length).toBeGreaterThan(60)
  })

  it.each(Object.keys({ ...DETECTORS, ...REFUSAL_DETECTORS }))(
    'has a troubled part in which %s is open',
    async (detector) => {
      const open = await reader().finding.findMany({
        where: { orgId, detector, status: 'open' },
        select: { subjectKind: true },
      })
      expect(new Set(open.map(({ subjectKind }) => subjectKind)).size).toBeGreaterThan(0)
    },
  )

  it('is as the detectors see it: another look changes nothing', async () => {
    const changes = await detectForOrganisation(systemContext(orgId, 'detectors', NOW))
    expect(Object.values(changes).flat()).toEqual([])
  })

  it('has a log that tells of every grant, session, finding, identity, system and member', async () => {
    const ids = async (rows: Promise<{ id: string }[]>) => (await rows).map(({ id }) => id)
    const [db, where, select] = [reader(), { orgId }, { id: true }]
    // What a source reported has the run that read it, not an event each.
    const [managed, told] = [
      { orgId, origin: 'managed' },
      { orgId, connectorId: null },
    ]
    const untold = async (kind: string, action: string, rows: Promise<{ id: string }[]>) => {
      const told = await eventsOf(kind, action)
      const all = await ids(rows)
      expect(all.length, kind).toBeGreaterThan(0)
      expect(
        all.filter((id) => !told.has(id)),
        kind,
      ).toEqual([])
    }
    const asked = { ...managed, isBreakGlass: false }
    const broken = { ...managed, isBreakGlass: true }
    await untold('grant', 'grant.requested', db.delegationGrant.findMany({ where: asked, select }))
    await untold('grant', 'grant.glass-broken', db.delegationGrant.findMany({ where: broken, select }))
    await untold(
      'grant',
      'grant.approved',
      db.delegationGrant.findMany({ where: { ...asked, status: 'active' }, select }),
    )
    await untold('session', 'session.issued', db.delegatedSession.findMany({ where: managed, select }))
    await untold(
      'session',
      'session.revoked',
      db.delegatedSession.findMany({ where: { orgId, status: 'revoked' }, select }),
    )
    await untold('finding', 'finding.opened', db.finding.findMany({ where, select }))
    await untold('identity', 'identity.registered', db.identity.findMany({ where: told, select }))
    await untold('system', 'system.registered', db.system.findMany({ where: told, select }))
    await untold('member', 'member.added', db.member.findMany({ where, select }))
  })

  it('has no future: no event, use or measurement is later than now', async () => {
    const [events, uses, snapshots] = await Promise.all([
      reader().auditEvent.count({ where: { orgId, at: { gt: NOW } } }),
      reader().delegatedSessionUse.count({ where: { orgId, lastAt: { gt: NOW } } }),
      reader().exposureSnapshot.count({ where: { orgId, takenAt: { gt: NOW } } }),
    ])
    expect({ events, uses, snapshots }).toEqual({ events: 0, uses: 0, snapshots: 0 })
    expect(await reader().auditEvent.count({ where: { orgId, at: { gt: at('-1h') } } })).toBeGreaterThan(0)
  })

  it('shows what Remit is for: live chains, a lock, revocations, refusals and a month of figures', async () => {
    const live = { orgId, status: { in: ['active', 'locked'] }, expiresAt: { gt: NOW } }
    const db = reader()
    expect(await db.delegatedSession.count({ where: { ...live, parentId: { not: null } } })).toBeGreaterThan(0)
    expect(
      await db.delegatedSession.count({ where: { ...live, status: 'locked', lockedUntil: { gt: NOW } } }),
    ).toBeGreaterThan(0)
    expect(await db.revocation.count({ where: { orgId, status: 'confirmed' } })).toBeGreaterThan(0)
    expect(await db.delegationAttempt.count({ where: { orgId } })).toBeGreaterThan(0)
    expect(await db.exposureSnapshot.count({ where: { orgId } })).toBeGreaterThan(30)
  })
})
