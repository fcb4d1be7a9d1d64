import { Webhook } from 'standardwebhooks'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createEndpoint } from '@/lib/commands/create-endpoint'
import { mutate, reader } from '@/lib/db'
import { approvalPolicy } from '@/lib/domain/approval-policy'
import { endpointInput } from '@/lib/domain/endpoint'
import { fromPublicId, newId } from '@/lib/id'
import { runTask } from '@/lib/jobs/registry'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'
import { runJobs } from '@/tests/support/run-jobs'
import { startReceiver } from '@/tests/support/webhook-receiver'
import { withSettings } from '@/tests/support/with-settings'

const receiver = await startReceiver()
withSettings({ REMIT_SECRET: 's'.repeat(40) })
afterAll(() => receiver.close())

let org: Organisation
beforeEach(async () => {
  org = await createLifecycle()
  receiver.received.length = 0
  receiver.control.answer = (response) => response.end('{"verdict":"comment","comment":"Looks narrow enough."}')
})

/** Puts rules in force as they would be after two people agreed. */
async function rule(stages: unknown[], lapseAfterHours = 24) {
  const content = approvalPolicy.parse({ otherwise: { kind: 'stages', stages, lapseAfterHours } })
  const id = newId(NOW)
  await mutate(org.remit(), async (tx) => {
    const version = {
      kind: 'approvals',
      version: 1,
      status: 'active',
      note: 'Test',
      proposedBy: 'admin',
      proposedAt: NOW,
    }
    await tx.policyVersion.create({
      data: { orgId: org.orgId, id, content: JSON.parse(JSON.stringify(content)), ...version },
    })
    return { result: null, events: [{ action: 'policy.activated', subjectKind: 'policy', subjectId: id }] as const }
  })
}

const APPROVER = { kind: 'people', name: 'Approver', votes: 1, from: [{ role: 'approver' }] }
const keep = async (now: Date) => {
  await runTask('keep-approvals', {}, now)
  await runJobs(now)
}
const told = async (kind: string) => {
  const rows = await reader().message.findMany({ where: { orgId: org.orgId, kind }, orderBy: { id: 'asc' } })
  return rows.map(({ address }) => address).sort()
}
const question = async (grantId: string) => {
  const id = fromPublicId('approval', await org.approvalOf(grantId))
  return reader().approval.findUniqueOrThrow({
    where: { orgId_id: { orgId: org.orgId, id } },
    include: { stages: { orderBy: { position: 'asc' } }, notes: true },
  })
}

describe('what waits', () => {
  it('is reminded of after the hours of its stage, once for each, and not before', async () => {
    await rule([{ ...APPROVER, remindAfterHours: 4 }])
    await org.request()
    await runJobs()
    await keep(at('+239m'))
    expect(await told('approval.reminded')).toEqual([])
    await keep(at('+241m'))
    await keep(at('+242m'))
    expect(await told('approval.reminded')).toEqual(['approver@example.com'])
    await keep(at('+482m'))
    expect(await told('approval.reminded')).toHaveLength(2)
    expect(await org.readEvents('approval.reminded')).toHaveLength(2)
  })

  it('is not reminded of outside the hours in which votes are taken, and is once they begin', async () => {
    const window = { weekdays: [1, 2, 3, 4, 5], startMinute: 540, durationMinutes: 480, timeZone: 'UTC' }
    await rule([{ ...APPROVER, windows: [window], remindAfterHours: 6 }], 72)
    await org.request()
    await runJobs()
    await keep(at('+7h'))
    expect(await told('approval.reminded')).toEqual([])
    await keep(at('+21h'))
    expect(await told('approval.reminded')).toEqual(['approver@example.com'])
  })

  it('is escalated: more may vote, they are told, and whoever was told before is not told again', async () => {
    await rule([{ ...APPROVER, escalateAfterHours: 2, escalateTo: [{ role: 'manager' }] }])
    const grantId = await org.request()
    await runJobs()
    await expect(org.decide(org.as('manager'), grantId)).rejects.toMatchObject({ code: 'not_asked' })
    await keep(at('+119m'))
    expect(await told('approval.asked')).toEqual(['approver@example.com'])
    await keep(at('+121m'))
    await keep(at('+122m'))
    expect(await told('approval.asked')).toEqual(['approver@example.com', 'manager@example.com'])
    expect(await org.decide(org.as('manager', at('+3h')), grantId)).toEqual({ status: 'approved' })
    expect(await org.readEvents('approval.escalated')).toHaveLength(1)
  })

  it('does not reach, by escalation, whoever asked for it', async () => {
    await rule([{ ...APPROVER, escalateAfterHours: 2, escalateTo: [{ role: 'admin' }] }])
    await org.request()
    await runJobs()
    await keep(at('+3h'))
    expect(await told('approval.asked')).toEqual(['approver@example.com'])
  })

  it('lapses with its grant when nobody decides, and whoever asked and was asked are told', async () => {
    await rule([APPROVER], 8)
    const grantId = await org.request()
    await runJobs()
    await keep(at('+481m'))
    expect((await question(grantId)).status).toBe('lapsed')
    expect((await org.readGrant(grantId)).status).toBe('expired')
    expect(await told('approval.decided')).toEqual(['admin@example.com', 'approver@example.com'])
  })
})

describe('an external reviewer', () => {
  const reviewer = async (over: Record<string, unknown> = {}) => {
    const input = endpointInput.parse({ kind: 'reviewer', name: 'scope bot', url: receiver.url })
    const { endpointId, secret } = await createEndpoint(org.as('admin'), input)
    const stage = { kind: 'reviewer', name: 'Bot', endpoint: endpointId, waitHours: 1, ...over }
    await rule([stage, APPROVER])
    return secret
  }

  it('is asked by a signed call before people are, and its comment stands beside the question', async () => {
    const secret = await reviewer()
    const grantId = await org.request()
    await runJobs()
    const { headers, body } = receiver.received[0] ?? { headers: {}, body: '' }
    expect(headers['webhook-signature']).toBe(new Webhook(secret).sign(headers['webhook-id'] ?? '', NOW, body))
    expect(JSON.parse(body)).toMatchObject({
      type: 'approval.review',
      data: { asked: [{ system: 'ticketing', permissions: ['case:list', 'case:read'] }], mayDeny: false },
    })
    const asked = await question(grantId)
    expect(asked.notes).toMatchObject([{ kind: 'review', byName: 'scope bot', body: 'Looks narrow enough.' }])
    expect(asked).toMatchObject({ status: 'pending', currentPosition: 2 })
    expect(await told('approval.asked')).toEqual(['approver@example.com'])
  })

  it.each([
    ['denies where the rules let it', true, 'denied'],
    ['only says that it would deny where they do not', false, 'pending'],
  ])('%s', async (_, mayDeny, status) => {
    receiver.control.answer = (response) => response.end('{"verdict":"deny","comment":"Writes to billing."}')
    await reviewer({ mayDeny })
    const grantId = await org.request()
    await runJobs()
    const asked = await question(grantId)
    expect(asked.status).toBe(status)
    expect(asked.notes[0]?.body).toBe(`${mayDeny ? 'Denies' : 'Would deny'}: Writes to billing.`)
    expect((await org.readGrant(grantId)).status).toBe(status)
  })

  it.each([
    ['an approval', '{"verdict":"approve","comment":"Fine."}', /something other than a review/],
    ['no JSON', 'yes', /something other than JSON/],
    ['too much', JSON.stringify({ verdict: 'comment', comment: 'x'.repeat(70_000) }), /more than 64 KB/],
  ])('never moves a question by %s', async (_, answer, reason) => {
    receiver.control.answer = (response) => response.end(answer)
    await reviewer()
    const grantId = await org.request()
    await runJobs()
    expect(await question(grantId)).toMatchObject({ status: 'pending', currentPosition: 1, notes: [] })
    const { lastError } = await reader().endpoint.findFirstOrThrow({ where: { orgId: org.orgId } })
    expect(lastError).toMatch(reason)
    await expect(org.approve(grantId)).rejects.toMatchObject({ code: 'not_asked' })
  })

  it('that is silent for too long is passed, or lets the question lapse, as the rules say', async () => {
    receiver.control.answer = (response) => response.writeHead(503).end()
    await reviewer()
    const passed = await org.request()
    await runJobs()
    await keep(at('+59m'))
    expect((await question(passed)).currentPosition).toBe(1)
    await keep(at('+61m'))
    expect((await question(passed)).currentPosition).toBe(2)
    expect(await told('approval.asked')).toEqual(['approver@example.com'])

    org = await createLifecycle()
    await reviewer({ onSilence: 'lapse' })
    const lapsed = await org.request()
    await runJobs()
    await keep(at('+61m'))
    expect((await question(lapsed)).status).toBe('lapsed')
    expect((await org.readGrant(lapsed)).status).toBe('expired')
  })

  it('that answers after its time is not heard any more', async () => {
    receiver.control.answer = (response) => response.writeHead(503).end()
    await reviewer({ mayDeny: true })
    const grantId = await org.request()
    await runJobs()
    await keep(at('+61m'))
    receiver.control.answer = (response) => response.end('{"verdict":"deny","comment":"Late."}')
    const approvalId = fromPublicId('approval', await org.approvalOf(grantId))
    receiver.received.length = 0
    await runTask('ask-reviewer', { orgId: org.orgId, approvalId, position: 1 }, at('+62m'))
    expect(receiver.received).toEqual([])
    expect((await question(grantId)).status).toBe('pending')
  })
})
