import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { beforeEach, describe, expect, it } from 'vitest'
import { changeEndpoint, changeEndpointInput } from '@/lib/commands/change-endpoint'
import { closeTicket } from '@/lib/commands/close-ticket'
import { createEndpoint } from '@/lib/commands/create-endpoint'
import { endpointInput } from '@/lib/domain/endpoint'
import { receiveTicket } from '@/lib/http/receive-ticket'
import { listEndpoints } from '@/lib/queries/list-endpoints'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'
import { withSettings } from '@/tests/support/with-settings'

withSettings({ REMIT_SECRET: 's'.repeat(40) })

let org: Organisation
beforeEach(async () => {
  org = await createLifecycle()
})
const bound = { ticket: 'OPS-7', endsWithTicket: true }

describe('a ticket that is closed', () => {
  it('ends the grants bound to it, their sessions and what is still asked, and nothing else', async () => {
    const [ended, waiting] = [await org.grant(bound), await org.request({ ...bound, name: 'waits' })]
    const unbound = await org.grant({ ticket: 'OPS-7', name: 'unbound' })
    const other = await org.grant({ ...bound, ticket: 'OPS-77', name: 'other' })
    const session = await org.session(ended)
    expect((await closeTicket(org.as('reviewer'), { ticket: 'ops-7' })).grantIds.sort()).toEqual(
      [ended, waiting].sort(),
    )
    expect((await org.readGrant(ended)).status).toBe('revoked')
    expect((await org.readGrant(waiting)).status).toBe('revoked')
    expect((await org.readGrant(unbound)).status).toBe('active')
    expect((await org.readGrant(other)).status).toBe('active')
    expect(['revoking', 'revoked']).toContain((await org.readSession(session)).status)
    expect(await closeTicket(org.as('reviewer'), { ticket: 'OPS-7' })).toEqual({ grantIds: [] })
  })
})

describe('the door for ticket systems', () => {
  const make = async (over: Record<string, unknown> = {}) =>
    createEndpoint(org.as('admin'), endpointInput.parse({ kind: 'ticket', name: 'jira', ...over }))
  const payload = (status: string) => JSON.stringify({ issue: { key: 'OPS-7', fields: { status: { name: status } } } })
  const call = async (endpointId: string, body: string, headers: Record<string, string>) => {
    const request = new Request('http://localhost/', { method: 'POST', body, headers })
    const response = await receiveTicket(endpointId, request)
    return { status: response.status, body: await response.json() }
  }
  const standard = (secret: string, body: string, at = new Date()) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
  })
  const hub = (secret: string, body: string) => {
    return { 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }
  }

  it.each([
    ['Standard Webhooks', standard],
    ['the signature of GitHub and Jira', hub],
  ])('takes %s, and acts only on what is closed', async (_, sign) => {
    const { endpointId, secret } = await make()
    const grantId = await org.grant(bound)
    const [open, done] = [payload('In progress'), payload('Done')]
    expect((await call(endpointId, open, sign(secret, open))).body).toEqual({
      ticket: 'OPS-7',
      closed: false,
      grants: [],
    })
    expect((await org.readGrant(grantId)).status).toBe('active')
    expect((await call(endpointId, done, sign(secret, done))).body).toEqual({
      ...{ ticket: 'OPS-7', closed: true },
      grants: [grantId],
    })
    expect((await org.readGrant(grantId)).status).toBe('revoked')
    const [event] = await org.readEvents('ticket.closed')
    expect(event).toMatchObject({ actorKind: 'system', actorName: 'jira' })
    const [endpoint] = await listEndpoints(org.as('admin'))
    expect(endpoint?.lastSucceededAt).not.toBeNull()
    expect(await call(endpointId, done, sign(secret, done))).toMatchObject({ status: 200, body: { grants: [] } })
  })

  it('refuses what is not signed, signed by another, changed on its way, or old', async () => {
    const { endpointId, secret } = await make()
    const grantId = await org.grant(bound)
    const other = `whsec_${Buffer.from('x'.repeat(32)).toString('base64')}`
    const body = payload('Done')
    const old = new Date(Date.now() - 6 * 60_000)
    const headers = [
      {},
      standard(other, body),
      hub(other, body),
      standard(secret, payload('Closed')),
      standard(secret, body, old),
    ]
    for (const each of [...headers, { 'x-hub-signature-256': 'sha256=' }, { 'webhook-signature': 'v1,' }])
      expect(await call(endpointId, body, each as Record<string, string>)).toMatchObject({ status: 401 })
    expect((await org.readGrant(grantId)).status).toBe('active')
  })

  it('is closed where it was disabled, where there is none, and to what is too large or no ticket', async () => {
    const { endpointId, secret } = await make()
    const body = payload('Done')
    const large = JSON.stringify('x'.repeat(1_100_000))
    expect((await call(endpointId, large, hub(secret, large))).status).toBe(413)
    expect((await call(endpointId, '{}', hub(secret, '{}'))).status).toBe(400)
    expect((await call(endpointId, '{', hub(secret, '{'))).status).toBe(400)
    await changeEndpoint(org.as('admin'), changeEndpointInput.parse({ endpointId, status: 'disabled' }))
    expect((await call(endpointId, body, hub(secret, body))).status).toBe(404)
    expect((await call('ept_01h455vb4pex5vsknk084sn02q', body, hub(secret, body))).status).toBe(404)
    expect((await call('nonsense', body, {})).status).toBe(404)
  })

  it('reads key and state where it is told to, and a rotated secret stops at once', async () => {
    const { endpointId, secret } = await make({ keyPath: 'number', statusPath: 'state', closedStatuses: ['closed'] })
    const grantId = await org.grant({ ...bound, ticket: '42' })
    const body = JSON.stringify({ number: 42, state: 'Closed', __proto__: null })
    const { secret: next } = await changeEndpoint(
      org.as('admin'),
      changeEndpointInput.parse({ endpointId, rotate: true }),
    )
    expect((await call(endpointId, body, hub(secret, body))).status).toBe(401)
    expect((await call(endpointId, body, hub(next ?? '', body))).body).toMatchObject({ grants: [grantId] })
  })
})
