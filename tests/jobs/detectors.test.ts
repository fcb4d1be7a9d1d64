import { describe, expect, it } from 'vitest'
import { assignOwner } from '@/lib/commands/assign-owner'
import { changeFinding } from '@/lib/commands/change-finding'
import { departIdentity } from '@/lib/commands/depart-identity'
import { expireAccess } from '@/lib/commands/expire-access'
import { recordFindings } from '@/lib/commands/record-findings'
import { revokeGrant } from '@/lib/commands/revoke-grant'
import { reader } from '@/lib/db'
import type { FindingChanges } from '@/lib/domain/finding'
import { toPublicId } from '@/lib/id'
import { runTask } from '@/lib/jobs/registry'
import { detectForOrganisation } from '@/lib/jobs/run-detectors'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'

const reason = 'Agreed with its owner.'
const detect = (org: Organisation, now = NOW) => detectForOrganisation(org.remit(now))
const findingsOf = (org: Organisation) =>
  reader().finding.findMany({ where: { orgId: org.orgId }, orderBy: { id: 'asc' } })
const actionsOf = async (org: Organisation) =>
  (await org.readEvents()).map(({ action }) => action).filter((action) => action.startsWith('finding.'))

async function onlyFinding(org: Organisation) {
  const [finding, ...others] = await findingsOf(org)
  expect(others.map(({ title }) => title)).toEqual([])
  if (!finding) throw new Error('no finding')
  return finding
}

/** An organisation with one finding: the owner of its grant left. */
async function createOrphan() {
  const org = await createLifecycle()
  const [owner, heir] = [
    await org.identity({ kind: 'human', name: 'Petra' }),
    await org.identity({ kind: 'team', name: 'Support' }),
  ]
  const grantId = await org.grant({ ownerId: owner })
  await departIdentity(org.as('admin'), { identityId: owner, reason: 'Left.' })
  const adopt = (ownerId: string) => assignOwner(org.as('reviewer'), { kind: 'grant', ids: [grantId], ownerId })
  await detect(org)
  return { org, grantId, adopt, heir }
}

describe('running the detectors', () => {
  it('finds what is wrong, once: a second run writes nothing at all', async () => {
    const { org } = await createOrphan()
    expect(await onlyFinding(org)).toMatchObject({
      detector: 'orphaned',
      status: 'open',
      openedAt: NOW,
      timesReopened: 0,
    })
    const before = [await findingsOf(org), (await org.readEvents()).length]
    await runTask('run-detectors', { orgId: org.orgId }, at('+15m'))
    expect([await findingsOf(org), (await org.readEvents()).length]).toEqual(before)
  })

  it('by several at once opens each finding once, with one event', async () => {
    const org = await createLifecycle()
    for (const name of ['a', 'b', 'c']) await org.grant({ name, expiresAt: null })
    await Promise.all([detect(org), detect(org), detect(org)])
    expect(await findingsOf(org)).toHaveLength(3)
    expect(await actionsOf(org)).toEqual(Array(3).fill('finding.opened'))
  })

  it('resolves a finding when its cause is gone and opens it again, with its history, when it is back', async () => {
    const { org, grantId, adopt, heir } = await createOrphan()
    await adopt(heir)
    await detect(org, at('+1h'))
    expect(await onlyFinding(org)).toMatchObject({ status: 'resolved', resolvedAt: at('+1h') })
    await departIdentity(org.as('admin', at('+2h')), { identityId: heir, reason: 'Dissolved.' })
    await detect(org, at('+3h'))
    expect(await onlyFinding(org)).toMatchObject({ status: 'open', resolvedAt: null, timesReopened: 1, openedAt: NOW })
    await revokeGrant(org.as('reviewer', at('+4h')), { grantId, reason })
    await detect(org, at('+4h'))
    expect(await onlyFinding(org)).toMatchObject({ status: 'resolved' })
    expect(await actionsOf(org)).toEqual(['finding.opened', 'finding.resolved', 'finding.reopened', 'finding.resolved'])
  })

  it('writes nothing of what another run, or a person, has settled since it looked', async () => {
    const { org, adopt, heir } = await createOrphan()
    const id = (await onlyFinding(org)).id
    const again = (changes: FindingChanges, now: Date) => recordFindings(org.remit(now), changes)
    const none: FindingChanges = { open: [], reopen: [], change: [], wake: [], resolve: [] }
    const other = await org.grant({ expiresAt: null, name: 'other' })
    const opened = await detect(org)
    expect(opened.open).toHaveLength(1)
    const [detection] = opened.open
    if (!detection) throw new Error('nothing was opened')
    await again(opened, at('+1m'))
    await again({ ...none, reopen: [{ id, detection }] }, at('+1m'))
    const until = at('+2d')
    const findingIds = [toPublicId('finding', id)]
    await changeFinding(org.as('reviewer'), { findingIds, to: 'accepted', until, reason })
    await again({ ...none, wake: [{ id, detection }] }, at('+1d'))
    await adopt(heir)
    await revokeGrant(org.as('reviewer'), { grantId: other, reason })
    const resolved = await detect(org, at('+1d'))
    expect(resolved.resolve).toHaveLength(2)
    await again(resolved, at('+1d'))
    await again({ ...none, change: [{ id, detection }] }, at('+1d'))
    expect((await actionsOf(org)).sort()).toEqual([
      ...['finding.accepted', 'finding.opened', 'finding.opened', 'finding.resolved', 'finding.resolved'],
    ])
  })

  it.each(['accepted', 'snoozed'] as const)('leaves what is %s alone until its time, and wakes it then', async (to) => {
    const { org } = await createOrphan()
    const findingIds = [toPublicId('finding', (await onlyFinding(org)).id)]
    const forEver = changeFinding(org.as('reviewer'), { findingIds, to, reason })
    await expect(forEver).rejects.toMatchObject({ code: 'invalid_input' })
    const reviewer = org.as('reviewer', at('+1h'))
    const { changed } = await changeFinding(reviewer, { findingIds, to, until: at('+2d'), reason })
    expect(changed).toBe(1)
    await detect(org, at('+1d'))
    expect(await onlyFinding(org)).toMatchObject({ status: to, statusUntil: at('+2d'), statusReason: reason })
    await detect(org, at('+2d'))
    expect(await onlyFinding(org)).toMatchObject({ status: 'open', statusUntil: null, timesReopened: 1 })
    await detect(org, at('+3d'))
    expect(await actionsOf(org)).toEqual(['finding.opened', `finding.${to}`, 'finding.reopened'])
  })

  it('resolves what is accepted too when its cause is gone', async () => {
    const { org, adopt, heir } = await createOrphan()
    const findingIds = [toPublicId('finding', (await onlyFinding(org)).id)]
    await changeFinding(org.as('reviewer'), { findingIds, to: 'accepted', until: at('+2d'), reason })
    await adopt(heir)
    await detect(org, at('+1d'))
    expect(await onlyFinding(org)).toMatchObject({ status: 'resolved', statusUntil: null })
    const late = changeFinding(org.as('reviewer'), { findingIds, to: 'acknowledged', reason })
    await expect(late).rejects.toMatchObject({ code: 'nothing_to_change' })
  })

  it('has nothing to say about a grant or session that time has ended, swept or not', async () => {
    const { org } = await createOrphan()
    await detect(org, at('+31d'))
    expect(await onlyFinding(org)).toMatchObject({ status: 'resolved' })
    await expireAccess(org.remit(at('+31d')))
    await detect(org, at('+32d'))
    expect(await actionsOf(org)).toEqual(['finding.opened', 'finding.resolved'])
  })

  it('takes neither an unknown end for never nor unknown permissions for none', async () => {
    const org = await createLifecycle()
    await org.observed({ expiresAt: null, expiryKnown: false })
    await detect(org)
    expect(await findingsOf(org)).toEqual([])
    await org.observed({ expiresAt: null })
    await detect(org)
    expect(await onlyFinding(org)).toMatchObject({ detector: 'long-lived', title: 'The session never expires' })
  })
})

describe('a task', () => {
  it('refuses a payload that is not its own', async () => {
    await expect(runTask('deliver-revocation', { orgId: 'x' }, NOW)).rejects.toThrow(/uuid/i)
  })

  it('for no organisation in particular is for all of them', async () => {
    const [one, two] = [await createLifecycle(), await createLifecycle()]
    for (const org of [one, two]) await org.session(await org.grant(), { ttlSeconds: 60 })
    await runTask('sweep-expired', {}, at('+1m'))
    for (const org of [one, two]) expect(await org.readEvents('session.expired')).toHaveLength(1)
    await runTask('take-exposure-snapshot', {}, at('+1m'))
    for (const org of [one, two]) expect(await reader().exposureSnapshot.count({ where: { orgId: org.orgId } })).toBe(1)
  })

  it('makes partitions for this month and the next six', async () => {
    await runTask('ensure-partitions', {}, new Date('2041-08-31T23:00:00Z'))
    const rows = await reader().$queryRaw<{ name: string }[]>`
      select relname::text as name from pg_class where relname like 'audit\\_events\\_204%' and relkind = 'r' order by 1`
    expect(rows.map(({ name }) => name.slice(-6))).toEqual([
      '204108',
      '204109',
      '204110',
      '204111',
      '204112',
      '204201',
      '204202',
    ])
  })
})
