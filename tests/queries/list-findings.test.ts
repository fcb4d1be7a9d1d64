import { describe, expect, it } from 'vitest'
import { findingListRequest } from '@/lib/domain/finding-filter'
import { newId } from '@/lib/id'
import { countFindingViews } from '@/lib/queries/count-finding-views'
import { findFinding } from '@/lib/queries/find-finding'
import { getFinding } from '@/lib/queries/get-finding'
import { listFindings } from '@/lib/queries/list-findings'
import { createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

const asked = (params: Record<string, string | number | undefined> = {}) => findingListRequest.parse(params)

async function createFindings(roles?: Parameters<typeof createAccess>[0]) {
  const org = await createAccess(roles)
  const system = await org.system({ name: 'payments-core' })
  const session = await org.session({ systemId: system.id })
  const about = { subjectKind: 'session', subjectId: session.id } as const
  return { ...org, here: { system, session }, about }
}

describe('listing findings', () => {
  it('shows nothing of another organisation, not even by its id', async () => {
    const theirs = await createFindings()
    const finding = await theirs.finding(theirs.about)
    const ours = await createAccess()
    expect((await listFindings(ours.ctx, asked({ view: 'all' }))).rows).toEqual([])
    await expect(getFinding(ours.ctx, finding.publicId)).rejects.toMatchObject({ code: 'not_found' })
    expect(await findFinding(ours.ctx, finding.publicId)).toBeNull()
    expect(await findFinding(ours.ctx, 'fnd_nonsense')).toBeNull()
  })

  it('names what each is about by public ids, and says whether there is something left to end', async () => {
    const org = await createFindings()
    const ended = await org.session({ status: 'revoked', endedAt: at('-1m') })
    await org.finding({ ...org.about, systemId: org.here.system.id, severity: 'critical' })
    await org.finding({ subjectKind: 'session', subjectId: ended.id, severity: 'low' })
    const { rows } = await listFindings(org.ctx, asked())
    expect(rows[0]).toMatchObject({
      subject: { id: org.here.session.publicId, isLive: true },
      system: { name: 'payments-core' },
    })
    expect(rows[1]).toMatchObject({ subject: { id: ended.publicId, isLive: false }, system: null, owner: null })
  })

  it('opens with the open ones, the worst first', async () => {
    const org = await createFindings()
    for (const severity of ['low', 'critical', 'medium']) await org.finding({ ...org.about, severity })
    await org.finding({ ...org.about, status: 'acknowledged', severity: 'critical' })
    const { rows } = await listFindings(org.ctx, asked())
    expect(rows.map((row) => row.severity)).toEqual(['critical', 'medium', 'low'])
  })

  it('filters by status, severity, detector, system, subject and owner', async () => {
    const org = await createFindings()
    const left = await org.identity({ kind: 'human', status: 'departed', departedAt: at('-1d') })
    const person = await org.identity({ kind: 'human' })
    await org.finding({ ...org.about, severity: 'high', detector: 'orphaned', ownerId: left.id })
    await org.finding({ ...org.about, severity: 'low', systemId: org.here.system.id, ownerId: person.id })
    await org.finding({ ...org.about, severity: 'low', status: 'snoozed', statusUntil: at('+1d'), ownerId: person.id })
    const count = async (params: Record<string, string>) => (await listFindings(org.ctx, asked(params))).rows.length
    expect(await count({ status: 'open,snoozed' })).toBe(3)
    expect(await count({ severity: 'low' })).toBe(1)
    expect(await count({ detector: 'orphaned' })).toBe(1)
    expect(await count({ system: org.here.system.publicId })).toBe(1)
    expect(await count({ subject: org.here.session.publicId })).toBe(2)
    expect(await count({ owner: 'none' })).toBe(1)
    expect(await count({ owner: person.publicId, view: 'all' })).toBe(2)
    expect((await countFindingViews(org.ctx, asked({ severity: 'low' }))).views).toMatchObject({
      open: 2,
      snoozed: 1,
      all: 3,
    })
    expect((await countFindingViews(org.ctx, asked({ severity: 'low' }))).matching).toBe(1)
  })

  it.each(['-severity', 'opened', 'title'])('pages by %s without gap or double, there and back', async (sort) => {
    const org = await createFindings()
    for (let made = 0; made < 5; made++) {
      await org.finding({ ...org.about, severity: made % 2 ? 'high' : 'low', title: `t${made % 3}` })
    }
    const one = await listFindings(org.ctx, asked({ sort, limit: 2 }))
    const two = await listFindings(org.ctx, asked({ sort, limit: 2, after: one.next ?? undefined }))
    const three = await listFindings(org.ctx, asked({ sort, limit: 2, after: two.next ?? undefined }))
    expect(new Set([one, two, three].flatMap((page) => page.rows.map((row) => row.id))).size).toBe(5)
    expect([one.previous, three.next]).toEqual([null, null])
    const back = await listFindings(org.ctx, asked({ sort, limit: 2, before: three.previous ?? undefined }))
    expect(back.rows).toEqual(two.rows)
  })
})

describe('one finding', () => {
  it('carries its evidence and controls, and its history from the log', async () => {
    const org = await createFindings()
    const evidence = { Breadth: 61, Owner: null }
    const finding = await org.finding({ ...org.about, evidence, controls: { 'SOC 2': ['CC6.3'] } })
    const event = { orgId: org.orgId, id: newId(NOW), at: NOW, actorKind: 'member', actorId: 'x', actorName: 'Rita' }
    const subject = { subjectKind: 'finding', subjectId: finding.id, action: 'finding.accepted' }
    await org.db.auditEvent.create({
      data: { ...event, ...subject, reason: 'known', data: { until: '2026-12-24T00:00:00Z' } },
    })
    const detail = await getFinding(org.ctx, finding.publicId)
    expect(detail).toMatchObject({ evidence, controls: { 'SOC 2': ['CC6.3'] } })
    expect(detail.activity).toMatchObject([
      { action: 'finding.accepted', reason: 'known', until: '2026-12-24T00:00:00Z' },
    ])
  })

  it('keeps the log from a role that may not read it, and says so by null', async () => {
    const org = await createFindings(['approver'])
    const finding = await org.finding(org.about)
    expect((await getFinding(org.ctx, finding.publicId)).activity).toBeNull()
  })
})
