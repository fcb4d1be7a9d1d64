import { describe, expect, it } from 'vitest'
import { auditListRequest } from '@/lib/domain/audit-filter'
import { newId, toPublicId } from '@/lib/id'
import { countAuditEvents } from '@/lib/queries/count-audit-events'
import { listAuditEvents } from '@/lib/queries/list-audit-events'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

const asked = (params: Record<string, string | number | undefined> = {}) => auditListRequest.parse(params)
type Extra = { action?: string; actorName?: string; at?: Date; subjectId?: string; data?: object; reason?: string }

async function log(org: Access, extra: Extra = {}) {
  const happened = extra.at ?? NOW
  const rest = {
    actorKind: 'member',
    actorId: 'x',
    actorName: 'Rita',
    action: 'session.revoked',
    subjectKind: 'session',
  }
  const subjectId = extra.subjectId ?? newId(NOW)
  await org.db.auditEvent.create({
    data: { orgId: org.orgId, id: newId(happened), ...rest, ...extra, at: happened, subjectId, data: extra.data ?? {} },
  })
}

describe('listing the log', () => {
  it('shows nothing of another organisation', async () => {
    await log(await createAccess())
    const ours = await createAccess()
    expect((await listAuditEvents(ours.ctx, asked())).rows).toEqual([])
    expect(await countAuditEvents(ours.ctx, asked())).toBe(0)
  })

  it('is refused to a role that may not read it', async () => {
    const org = await createAccess(['approver'])
    await expect(listAuditEvents(org.ctx, asked())).rejects.toMatchObject({ code: 'forbidden' })
    await expect(countAuditEvents(org.ctx, asked())).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('speaks public ids, in what was recorded too', async () => {
    const org = await createAccess()
    const [sessionId, revocationId] = [newId(NOW), newId(NOW)]
    await log(org, { subjectId: sessionId, data: { revocationId, sessionIds: [sessionId], effect: 'ends-now' } })
    const [row] = (await listAuditEvents(org.ctx, asked())).rows
    const session = toPublicId('session', sessionId)
    expect(row).toMatchObject({ subjectId: session, data: { sessionIds: [session], effect: 'ends-now' } })
    expect(row?.data.revocationId).toBe(toPublicId('revocation', revocationId))
  })

  it('filters by action, actor, subject and time; a day named as the end is within', async () => {
    const org = await createAccess()
    const subjectId = newId(NOW)
    await log(org, { action: 'grant.revoked', actorName: 'Anna Admin', at: at('-3d') })
    await log(org, { subjectId, at: at('-1h'), reason: 'left the company' })
    const count = (params: Record<string, string>) => countAuditEvents(org.ctx, asked(params))
    expect(await count({ action: 'grant.revoked,session.issued' })).toBe(1)
    expect(await count({ actor: 'anna' })).toBe(1)
    expect(await count({ subject: toPublicId('session', subjectId) })).toBe(1)
    expect(await count({ from: '2026-11-21' })).toBe(1)
    expect(await count({ to: '2026-11-20' })).toBe(1)
    expect(await count({ to: '2026-11-19' })).toBe(0)
    expect(await count({ q: 'company' })).toBe(1)
  })

  it('pages newest first, without gap or double, there and back', async () => {
    const org = await createAccess()
    for (let minute = 1; minute <= 5; minute++) await log(org, { at: at(`-${minute}m`) })
    const one = await listAuditEvents(org.ctx, asked({ limit: 2 }))
    const two = await listAuditEvents(org.ctx, asked({ limit: 2, after: one.next ?? undefined }))
    const three = await listAuditEvents(org.ctx, asked({ limit: 2, after: two.next ?? undefined }))
    const times = [one, two, three].flatMap((page) => page.rows.map((row) => row.at.getTime()))
    expect(times).toEqual([1, 2, 3, 4, 5].map((minute) => at(`-${minute}m`).getTime()))
    expect([one.previous, three.next]).toEqual([null, null])
    const back = await listAuditEvents(org.ctx, asked({ limit: 2, before: three.previous ?? undefined }))
    expect(back.rows).toEqual(two.rows)
  })
})
