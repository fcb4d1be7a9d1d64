import { describe, expect, it } from 'vitest'
import { grantListInput } from '@/lib/domain/grant-filter'
import { identityListInput, OWNERSHIPS } from '@/lib/domain/identity-filter'
import { sessionListRequest } from '@/lib/domain/session-filter'
import { getRiskReport } from '@/lib/queries/get-risk-report'
import { listGrants } from '@/lib/queries/list-grants'
import { listIdentities } from '@/lib/queries/list-identities'
import { countSessions } from '@/lib/queries/list-sessions'
import { createAccess } from '@/tests/support/access-fixture'
import { at } from '@/tests/support/clock'

describe('the risk report', () => {
  it('is refused to a role that may not read it', async () => {
    const org = await createAccess(['approver'])
    await expect(getRiskReport(org.ctx, '30d')).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('names the worst first, then the longest open, and nothing that is resolved or of others', async () => {
    const theirs = await createAccess()
    const foreign = await theirs.session()
    await theirs.finding({ subjectKind: 'session', subjectId: foreign.id, severity: 'critical' })
    const org = await createAccess(['manager'])
    const session = await org.session()
    const about = { subjectKind: 'session', subjectId: session.id } as const
    await org.finding({ ...about, title: 'young', severity: 'high' })
    await org.finding({ ...about, title: 'old', severity: 'high', openedAt: at('-9d') })
    await org.finding({ ...about, title: 'worst', severity: 'critical' })
    await org.finding({ ...about, title: 'gone', severity: 'critical', status: 'resolved', resolvedAt: at('-1d') })
    const { topRisks } = await getRiskReport(org.ctx, '30d')
    expect(topRisks.map((row) => row.title)).toEqual(['worst', 'old', 'young'])
  })

  it('counts findings by control, once a finding', async () => {
    const org = await createAccess()
    const session = await org.session()
    const about = { subjectKind: 'session', subjectId: session.id } as const
    await org.finding({ ...about, controls: { 'SOC 2': ['CC6.3', 'CC6.1'] } })
    await org.finding({ ...about, controls: { 'SOC 2': ['CC6.3'] } })
    const { controls } = await getRiskReport(org.ctx, '30d')
    expect(controls).toEqual([
      {
        framework: 'SOC 2',
        controls: [
          { id: 'CC6.3', findings: 2 },
          { id: 'CC6.1', findings: 1 },
        ],
      },
    ])
  })

  it('counts of what is unknown, and of who answers, exactly the rows that its lists then show', async () => {
    const org = await createAccess()
    const team = await org.identity({ kind: 'team' })
    const gone = await org.identity({ kind: 'human', status: 'departed', departedAt: at('-1d') })
    for (const ownerId of [team.id, gone.id, gone.id, null, null, null]) await org.identity({ kind: 'agent', ownerId })
    await org.identity({ kind: 'agent', status: 'departed', departedAt: at('-1d') })
    await org.session({ origin: 'observed', expiresAt: null, expiryKnown: false, issuanceSeen: false })
    await org.session({ origin: 'observed', unusedShare: 0.5 })
    await org.grant({ origin: 'observed', permissionsKnown: false })
    await org.grant({ origin: 'observed', permissionsKnown: false, expiresAt: at('-1m'), startsAt: at('-2d') })
    await org.grant({ origin: 'observed' })
    const { unknowns, ownership } = await getRiskReport(org.ctx, '30d')
    const sessions = async (unknown: string) =>
      (await countSessions(org.ctx, sessionListRequest.parse({ unknown }))).count
    expect([await sessions('end'), await sessions('issuance'), await sessions('use')]).toEqual([
      unknowns.expiry,
      unknowns.issuance,
      unknowns.unusedNotReported,
    ])
    const grants = await listGrants(org.ctx, grantListInput.parse({ permissions: 'unknown' }))
    expect(grants.rows).toHaveLength(unknowns.grantsWithoutPermissions)
    for (const part of OWNERSHIPS) {
      const { rows } = await listIdentities(org.ctx, identityListInput.parse({ ownership: part }))
      expect([part, rows.length]).toEqual([part, ownership[part]])
    }
  })

  it('says what is unknown', async () => {
    const org = await createAccess()
    await org.session({ breadth: null, origin: 'observed', expiresAt: null, expiryKnown: false, issuanceSeen: false })
    await org.session({ breadth: 10, unusedShare: 0.5 })
    await org.grant({ origin: 'observed', permissionsKnown: false })
    expect((await getRiskReport(org.ctx, '30d')).unknowns).toEqual({
      breadth: 1,
      expiry: 1,
      issuance: 1,
      unusedNotReported: 1,
      grantsWithoutPermissions: 1,
    })
  })
})
