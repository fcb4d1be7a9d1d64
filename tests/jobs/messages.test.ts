import { Webhook } from 'standardwebhooks'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createEndpoint } from '@/lib/commands/create-endpoint'
import { tellApproval } from '@/lib/commands/tell-approval'
import { mutate, reader } from '@/lib/db'
import { endpointInput } from '@/lib/domain/endpoint'
import { completeSettings } from '@/lib/env'
import { fromPublicId, newId, toPublicId } from '@/lib/id'
import { getDecisionLink } from '@/lib/queries/get-decision-link'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'
import { startMailbox } from '@/tests/support/mailbox'
import { runJobs } from '@/tests/support/run-jobs'
import { startReceiver } from '@/tests/support/webhook-receiver'
import { withSettings } from '@/tests/support/with-settings'

const mailbox = await startMailbox()
const receiver = await startReceiver()
const SETTINGS = { REMIT_SECRET: 's'.repeat(40), SMTP_URL: mailbox.url, MAIL_FROM: 'Remit <remit@example.com>' }
withSettings(SETTINGS)
afterAll(() => Promise.all([mailbox.close(), receiver.close()]))

let org: Organisation
beforeEach(async () => {
  org = await createLifecycle()
  await forgetJobs()
  mailbox.mails.length = 0
  receiver.received.length = 0
  mailbox.control.refuse = null
  receiver.control.answer = (response) => response.writeHead(204).end()
  completeSettings(SETTINGS)
})

/** What an earlier test left to be tried again. */
const forgetJobs = () =>
  mutate(org.remit(), async (tx) => {
    await tx.$executeRaw`delete from graphile_worker._private_jobs`
    return { result: null, events: [{ action: 'message.failed', subjectKind: 'organisation', subjectId: org.orgId }] }
  })

const recipients = () => mailbox.mails.flatMap(({ to }) => to).sort()
const messages = (status?: string) =>
  reader().message.findMany({ where: { orgId: org.orgId, ...(status ? { status } : {}) }, orderBy: { id: 'asc' } })

/** Another approver, and what else a test needs to put down as rows. */
async function addMember(name: string, roles: string[]) {
  const id = newId(NOW)
  await mutate(org.remit(), async (tx) => {
    await tx.member.create({ data: { orgId: org.orgId, id, email: `${name}@example.com`, name, roles, joinedAt: NOW } })
    return { result: null, events: [{ action: 'member.added', subjectKind: 'member', subjectId: id }] as const }
  })
  const actor = { kind: 'member', memberId: id, name, roles: roles as ['approver'], authenticatedAt: NOW } as const
  return { id, ctx: { orgId: org.orgId, actor, now: NOW } }
}

const notify = async (over: Record<string, unknown> = {}) =>
  createEndpoint(org.as('admin'), endpointInput.parse({ kind: 'notify', name: 'ops', url: receiver.url, ...over }))

describe('a question', () => {
  it('is mailed to those who may vote and nobody else, as text and HTML, with what is asked', async () => {
    await org.request({ purpose: 'Answers <cases> & more' }, org.as('manager'))
    await runJobs()
    expect(recipients()).toEqual(['approver@example.com'])
    const [mail] = mailbox.mails
    expect(mail?.headers.get('from')).toBe('Remit <remit@example.com>')
    expect(mail?.headers.get('subject')).toBe('Decide: support-agent for Ines')
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
    expect(mail?.text).toContain('manager asks that support-agent may act for Ines.')
    expect(mail?.text).toMatch(/ticketing +case:list, case:read/)
    expect(mail?.text).toContain('> Answers <cases> & more')
    expect(mail?.html).toContain('Answers &lt;cases&gt; &amp; more')
    expect(mail?.text).toMatch(/http:\/\/localhost:3000\/decide\/lnk_[0-9a-z]{26}\.[\w-]{43}/)
  })

  it('is told once, however often it is told', async () => {
    await org.request({}, org.as('manager'))
    await runJobs()
    const approvalId = (await reader().approval.findFirstOrThrow({ where: { orgId: org.orgId } })).id
    expect(await tellApproval(org.remit(), { approvalId, what: 'opened' })).toEqual({ queued: 0 })
    await Promise.all([1, 2, 3].map(() => tellApproval(org.remit(), { approvalId, what: 'stage' })))
    await runJobs()
    expect(recipients()).toEqual(['approver@example.com'])
  })

  it('is not told to whoever asks, and reaches the delegate of whoever is away', async () => {
    const [helper, asker] = [await addMember('helper', ['manager']), await addMember('asker', ['approver'])]
    await mutate(org.remit(), async (tx) => {
      const [memberId, id] = [idOf('approver'), newId(NOW)]
      const absence = { orgId: org.orgId, id, memberId, delegateId: helper.id, reason: 'Leave', createdBy: 'approver' }
      await tx.approverAbsence.create({
        data: { ...absence, startsAt: at('-1d'), endsAt: at('+1d'), createdAt: at('-1d') },
      })
      return { result: null, events: [{ action: 'absence.set', subjectKind: 'absence', subjectId: id }] as const }
    })
    await org.request({}, asker.ctx)
    await runJobs()
    expect(recipients()).toEqual(['approver@example.com', 'helper@example.com'])
    const mail = mailbox.mails.find(({ to }) => to.includes('helper@example.com'))
    expect(mail?.text).toContain('You vote in the place of approver, who is away.')
  })

  it('once decided is told to whoever asked and to the others, not to whoever decided', async () => {
    await addMember('second', ['approver'])
    const grantId = await org.request({}, org.as('manager'))
    await runJobs()
    mailbox.mails.length = 0
    await org.decide(org.as('approver'), grantId, { vote: 'deny', comment: 'Far too broad.' })
    await runJobs()
    expect(recipients()).toEqual(['manager@example.com', 'second@example.com'])
    for (const { text } of mailbox.mails) {
      expect(text).toContain('was denied by approver.')
      expect(text).toContain('> Far too broad.')
    }
  })

  it('that is decided before it could be mailed is not mailed any more', async () => {
    mailbox.control.refuse = Object.assign(new Error('later'), { responseCode: 451 })
    const grantId = await org.request({}, org.as('manager'))
    await runJobs()
    expect(await messages('queued')).toHaveLength(1)
    await org.approve(grantId)
    mailbox.control.refuse = null
    await mutate(org.remit(), async (tx) => {
      await tx.$executeRaw`update graphile_worker._private_jobs set run_at = now()`
      return {
        result: null,
        events: [{ action: 'message.queued', subjectKind: 'message', subjectId: org.orgId }] as const,
      }
    })
    await runJobs()
    const [ask] = await messages('failed')
    expect(ask?.lastError).toBe('it was decided before it could be sent')
    expect(recipients()).toEqual(['manager@example.com'])
  })
})

const idOf = (role: 'approver' | 'manager') => {
  const { actor } = org.as(role)
  return actor.kind === 'member' ? actor.memberId : ''
}

describe('mail', () => {
  it('that the server puts off is tried again, and what it refuses for good is not', async () => {
    mailbox.control.refuse = Object.assign(new Error('greylisted'), { responseCode: 451 })
    await org.request({}, org.as('manager'))
    await runJobs()
    expect(await messages()).toMatchObject([
      { status: 'queued', attempts: 1, lastError: 'the mail server answered with 451' },
    ])
    const other = await createLifecycle()
    org = other
    mailbox.control.refuse = Object.assign(new Error('no such user'), { responseCode: 550 })
    await org.request({}, org.as('manager'))
    await runJobs()
    expect(await messages()).toMatchObject([{ status: 'failed', attempts: 1 }])
  })

  it('is kept to be read in Remit where no server is set', async () => {
    completeSettings({ SMTP_URL: '' })
    await org.request({}, org.as('manager'))
    await runJobs()
    expect(mailbox.mails).toEqual([])
    const [message] = await messages()
    expect(message).toMatchObject({ status: 'sent', body: { kept: true } })
  })

  it('leaves no secret behind: neither rows nor the log of what happened hold the link', async () => {
    await org.request({}, org.as('manager'))
    await runJobs()
    const proof = /lnk_[0-9a-z]{26}\.([\w-]{43})/.exec(mailbox.mails[0]?.text ?? '')?.[1] ?? 'none'
    const rows = [await messages(), await org.readEvents(), await reader().decisionLink.findMany()]
    expect(JSON.stringify(rows)).not.toContain(proof)
  })
})

describe('an endpoint', () => {
  it('is told, signed by its secret in the way of Standard Webhooks', async () => {
    const { secret } = await notify()
    await org.request({}, org.as('manager'))
    await runJobs()
    expect(receiver.received).toHaveLength(1)
    const { headers, body } = receiver.received[0] ?? { headers: {}, body: '' }
    const offset = Math.abs(Number(headers['webhook-timestamp']) * 1000 - NOW.getTime())
    expect(offset).toBeLessThan(1000)
    const again = new Webhook(secret ?? '').sign(headers['webhook-id'] ?? '', NOW, body)
    expect(headers['webhook-signature']).toBe(again)
    expect(new Webhook(secret ?? '').sign(headers['webhook-id'] ?? '', NOW, `${body} `)).not.toBe(again)
    const told = JSON.parse(body)
    expect(told.type).toBe('approval.asked')
    expect(told.data.url).toMatch(/\/inbox\/apr_/)
    expect(headers['webhook-id']).toBe(told.data.id)
  })

  it('in the way of Slack is told text and blocks, and what somebody wrote becomes no mention', async () => {
    await notify({ format: 'slack' })
    await org.request({ purpose: 'See <!channel>' }, org.as('manager'))
    await runJobs()
    const told = JSON.parse(receiver.received[0]?.body ?? '{}')
    expect(told.text).toContain('support-agent for Ines')
    expect(JSON.stringify(told)).toContain('&lt;!channel&gt;')
    expect(JSON.stringify(told)).not.toContain('<!channel>')
  })

  it('of one member is told what they are told, with the same link as their mail', async () => {
    await notify({ member: toPublicId('member', idOf('approver')) })
    await org.request({}, org.as('manager'))
    await runJobs()
    const link = /lnk_[0-9a-z]{26}\.[\w-]{43}/
    const [mail, hook] = [mailbox.mails[0]?.text ?? '', receiver.received[0]?.body ?? '']
    expect(link.exec(hook)?.[0]).toBe(link.exec(mail)?.[0])
    expect(receiver.received).toHaveLength(1)
  })

  it('that a member gets later than their mail has a link of its own that works', async () => {
    await org.request({}, org.as('manager'))
    await runJobs()
    await notify({ member: toPublicId('member', idOf('approver')) })
    const approvalId = (await reader().approval.findFirstOrThrow({ where: { orgId: org.orgId } })).id
    await tellApproval(org.remit(), { approvalId, what: 'opened' })
    await runJobs()
    const link = /lnk_[0-9a-z]{26}\.[\w-]{43}/.exec(receiver.received[0]?.body ?? '')?.[0] ?? ''
    expect(await getDecisionLink(org.as('approver'), link)).toHaveProperty('title')
  })

  it('that fails is tried again with the same id, and says so', async () => {
    receiver.control.answer = (response) => response.writeHead(500).end()
    const { endpointId } = await notify()
    await org.request({}, org.as('manager'))
    await runJobs()
    const id = fromPublicId('endpoint', endpointId)
    const read = () => reader().endpoint.findUniqueOrThrow({ where: { orgId_id: { orgId: org.orgId, id } } })
    expect(await read()).toMatchObject({ lastError: 'it answered with status 500', lastSucceededAt: null })
    const job = await reader().$queryRaw<{ attempts: number; later: boolean }[]>`
      select attempts, run_at > now() as later from graphile_worker.jobs where task_identifier = 'send-messages' and attempts > 0
        order by id desc limit 1`
    expect(job).toMatchObject([{ attempts: 1, later: true }])
  })

  it('on a private network is never called, unless this installation is on this machine and so is it', async () => {
    completeSettings({ REMIT_URL: 'https://remit.example.com' })
    await notify()
    await org.request({}, org.as('manager'))
    await runJobs()
    completeSettings({ REMIT_URL: '' })
    expect(receiver.received).toEqual([])
    const hook = (await messages()).find(({ endpointId }) => endpointId !== null)
    expect(hook?.lastError).toMatch(/its address is not https/)
  })
})
