import { beforeEach, describe, expect, it } from 'vitest'
import { changeEndpoint, changeEndpointInput } from '@/lib/commands/change-endpoint'
import { createEndpoint } from '@/lib/commands/create-endpoint'
import { tellApproval } from '@/lib/commands/tell-approval'
import { testEndpoint } from '@/lib/commands/test-endpoint'
import { reader } from '@/lib/db'
import type { Role } from '@/lib/domain/context'
import { endpointInput } from '@/lib/domain/endpoint'
import { messageListRequest } from '@/lib/domain/message-row'
import { completeSettings } from '@/lib/env'
import { fromPublicId } from '@/lib/id'
import { getDecisionLink } from '@/lib/queries/get-decision-link'
import { listEndpoints } from '@/lib/queries/list-endpoints'
import { listMessages } from '@/lib/queries/list-messages'
import { openEndpointSecret, sealEndpointSecret } from '@/lib/secrets/endpoint-secret'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'
import { withSettings } from '@/tests/support/with-settings'

const REMIT_SECRET = 's'.repeat(40)
withSettings({ REMIT_SECRET })

let org: Organisation
beforeEach(async () => {
  org = await createLifecycle()
})
const URL = 'https://hooks.example.com/services/T0/B0/secret-of-slack'
const make = (over: Record<string, unknown> = {}) =>
  createEndpoint(org.as('admin'), endpointInput.parse({ kind: 'notify', name: 'ops', url: URL, ...over }))

describe('an endpoint', () => {
  it('has a secret that is told once: no list, row or record holds it, nor the path of its address', async () => {
    const { secret } = await make()
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const listed = JSON.stringify(await listEndpoints(org.as('admin')))
    const [row] = await reader().endpoint.findMany({ where: { orgId: org.orgId } })
    for (const text of [listed, JSON.stringify(row), JSON.stringify(await org.readEvents())])
      expect(text).not.toContain(secret.slice(6))
    expect(JSON.stringify(await org.readEvents())).not.toContain('secret-of-slack')
    expect(await openEndpointSecret(row?.secretJwe ?? '')).toBe(secret)
  })

  it('keeps a secret that only this installation can read', async () => {
    const sealed = await sealEndpointSecret('whsec_x')
    completeSettings({ REMIT_SECRET: 'another secret of 32 characters or more' })
    await expect(openEndpointSecret(sealed)).rejects.toThrow()
    completeSettings({ REMIT_SECRET })
    expect(await openEndpointSecret(sealed)).toBe('whsec_x')
  })

  it.each([
    'http://10.0.0.1/',
    'http://example.com/',
    'ftp://example.com/',
    'https://a:b@example.com/',
    'javascript:1',
  ])('is not taken at %s', (url) => {
    expect(endpointInput.safeParse({ kind: 'notify', name: 'ops', url }).success).toBe(false)
  })

  it('has a name of its own within its kind, is disabled and works again', async () => {
    const { endpointId } = await make()
    await expect(make()).rejects.toMatchObject({ code: 'already_exists' })
    await make({ kind: 'reviewer' })
    const { endpointId: other } = await make({ name: 'another' })
    const rename = changeEndpointInput.parse({ endpointId: other, name: 'ops' })
    await expect(changeEndpoint(org.as('admin'), rename)).rejects.toMatchObject({ code: 'already_exists' })
    const change = (status: 'active' | 'disabled') =>
      changeEndpoint(org.as('admin'), changeEndpointInput.parse({ endpointId, status }))
    await change('disabled')
    await expect(testEndpoint(org.as('admin'), { endpointId })).rejects.toMatchObject({ code: 'wrong_status' })
    await change('active')
    expect(await testEndpoint(org.as('admin'), { endpointId })).toHaveProperty('messageId')
    const actions = (await org.readEvents())
      .map(({ action }) => action)
      .filter((action) => action.startsWith('endpoint'))
    expect(actions.sort()).toEqual([
      'endpoint.added',
      'endpoint.added',
      'endpoint.added',
      'endpoint.changed',
      'endpoint.disabled',
    ])
  })
})

describe('sent mail', () => {
  const list = (role: Role, view: 'mine' | 'all') => listMessages(org.as(role), messageListRequest.parse({ view }))
  beforeEach(async () => {
    const grantId = await org.request({}, org.as('manager'))
    const approvalId = fromPublicId('approval', await org.approvalOf(grantId))
    await tellApproval(org.remit(), { approvalId, what: 'opened' })
  })

  it('shows its reader their messages, with the link that decides', async () => {
    const [mine] = (await list('approver', 'mine')).rows
    expect(mine).toMatchObject({ to: 'approver@example.com', isLink: true })
    const link = mine?.path?.replace('/decide/', '') ?? ''
    expect(await getDecisionLink(org.as('approver'), link)).toHaveProperty('title')
    expect((await list('manager', 'mine')).rows).toEqual([])
  })

  it('shows admins everything but the links, and others nothing of others', async () => {
    const { rows } = await list('admin', 'all')
    expect(rows).toMatchObject([
      { to: 'approver@example.com', isLink: false, path: expect.stringMatching(/^\/inbox\//) },
    ])
    expect(JSON.stringify(rows)).not.toContain('/decide/')
    for (const role of ['reviewer', 'approver', 'manager'] as const)
      await expect(list(role, 'all')).rejects.toMatchObject({ code: 'forbidden' })
  })
})
