import pg from 'pg'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { revokeApiToken } from '@/lib/commands/revoke-api-token'
import { suspendIdentity } from '@/lib/commands/suspend-identity'
import { mutate, reader } from '@/lib/db'
import { API_SCOPES } from '@/lib/domain/api-scope'
import { isTokenSpelling } from '@/lib/domain/api-token'
import { CALLS_PER_MINUTE, takeCall } from '@/lib/http/api/token-limiter'
import { fromPublicId } from '@/lib/id'
import { OPERATIONS } from '@/lib/operations/operations'
import { callApi, createApi } from '@/tests/support/api-fixture'
import { at, NOW } from '@/tests/support/clock'

let org: Awaited<ReturnType<typeof createApi>>
let admin: string
beforeAll(async () => {
  org = await createApi()
  admin = await org.token('admin')
})

const setMember = (role: 'manager', data: { deactivatedAt?: Date | null; roles?: string[] }) =>
  mutate(org.remit(), async (tx) => {
    const { actor } = org.as(role)
    const id = actor.kind === 'member' ? actor.memberId : ''
    await tx.member.update({ where: { orgId_id: { orgId: org.orgId, id } }, data })
    return { result: null, events: [{ action: 'member.changed', subjectKind: 'member', subjectId: id }] }
  })

describe('a token', () => {
  it('is told once, spelt so that scanners know it, and kept as a hash', async () => {
    const { token, tokenId, hint } = await org.tokenOf('reviewer')
    expect(isTokenSpelling(token)).toBe(true)
    expect(isTokenSpelling(`${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`)).toBe(false)
    const row = await reader().apiToken.findFirstOrThrow({ where: { id: fromPublicId('token', tokenId) } })
    expect(JSON.stringify(row)).not.toContain(token)
    expect(token.endsWith(hint)).toBe(true)
    expect(row.expiresAt).toEqual(at('+90d'))
  })

  it('lives a year at most', async () => {
    await expect(org.tokenOf('reviewer', { days: 366 })).rejects.toThrow(/a year/)
  })

  it('lets nobody in once it is revoked or over, nor by cookie or query', async () => {
    const { token, tokenId } = await org.tokenOf('reviewer', { days: 1 })
    expect((await callApi('GET', '/me', { token })).status).toBe(200)
    expect(await callApi('GET', '/me', { token, now: at('+1d') })).toMatchObject({ status: 401 })
    await revokeApiToken(org.as('reviewer'), { tokenId })
    const refused = await callApi('GET', '/me', { token })
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"')
    const missing = await callApi('GET', `/me?access_token=${admin}`, { headers: { cookie: `token=${admin}` } })
    expect(missing.status).toBe(401)
    expect(missing.headers.get('www-authenticate')).toBe('Bearer realm="remit"')
  })

  it('does no more than its member may at that moment, and nothing once they are deactivated', async () => {
    const token = await org.token('manager')
    const read = () => callApi('GET', '/audit-events', { token })
    expect((await read()).status).toBe(200)
    await setMember('manager', { roles: ['approver'] })
    expect(await read()).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    await setMember('manager', { deactivatedAt: NOW })
    expect((await read()).status).toBe(401)
    await setMember('manager', { deactivatedAt: null, roles: ['manager'] })
  })

  it('makes no tokens, whatever its scopes', async () => {
    const actor = { ...org.as('admin').actor, token: { id: 'x', scopes: API_SCOPES } }
    const ctx = { ...org.as('admin'), actor } as ReturnType<typeof org.as>
    const { createApiToken } = await import('@/lib/commands/create-api-token')
    await expect(createApiToken(ctx, { name: 'x', scopes: ['access:read'], days: 1 })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('of a service is an admin’s to make, and does what a service may', async () => {
    await expect(org.tokenOf('reviewer', { identityId: org.actorId })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(org.tokenOf('admin', { identityId: org.principalId })).rejects.toMatchObject({ code: 'invalid_input' })
    const token = await org.serviceToken(org.actorId)
    expect(await callApi('GET', '/me', { token })).toMatchObject({
      body: { kind: 'service', id: org.actorId, roles: [] },
    })
    expect(await callApi('GET', '/audit-events', { token })).toMatchObject({ status: 403 })
    expect(await callApi('POST', '/grants', { token, body: org.wish() })).toMatchObject({ status: 201 })
  })

  it('of a service lets nobody in while the service is suspended', async () => {
    const identityId = await org.identity({ name: 'sleeper' })
    const token = await org.serviceToken(identityId)
    expect((await callApi('GET', '/me', { token })).status).toBe(200)
    await suspendIdentity(org.as('admin'), { identityId, reason: 'For a test.' })
    expect(await callApi('GET', '/me', { token })).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
  })

  it('says when it was last used, at most once a minute', async () => {
    const { token, tokenId } = await org.tokenOf('reviewer')
    const lastUse = async () => {
      const where = { orgId_id: { orgId: org.orgId, id: fromPublicId('token', tokenId) } }
      return (await reader().apiToken.findUniqueOrThrow({ where })).lastUsedAt
    }
    await callApi('GET', '/me', { token })
    await vi.waitFor(async () => expect(await lastUse()).toEqual(NOW))
    await callApi('GET', '/me', { token, now: at('+59s') })
    await callApi('GET', '/me', { token, now: at('+61s') })
    await vi.waitFor(async () => expect(await lastUse()).toEqual(at('+61s')))
  })

  it('is somebody else’s to revoke for an admin alone', async () => {
    const { tokenId } = await org.tokenOf('reviewer')
    await expect(revokeApiToken(org.as('approver'), { tokenId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(revokeApiToken(org.as('admin'), { tokenId })).resolves.toMatchObject({ state: 'revoked' })
  })

  const made = new Map<string | null, Promise<string>>()
  /** One token for each scope: a person has fifty at most. */
  const withoutScope = (scope: string | null) => {
    const token =
      made.get(scope) ??
      org.token(
        'admin',
        API_SCOPES.filter((one) => one !== scope),
      )
    made.set(scope, token)
    return token
  }

  it.each(OPERATIONS.filter(({ scope }) => scope).map((operation) => [operation.id, operation] as const))(
    'cannot do %s without its scope',
    async (_, each) => {
      const { scope } = each
      const token = await withoutScope(scope)
      const path = each.path.replaceAll(/\{(\w+)Id\}/g, (_whole, noun: string) => `${noun}_x`)
      const reply = await callApi(each.method, path, {
        token,
        ...(each.method === 'GET' ? {} : { body: sampleOf(each.id) }),
      })
      expect(reply).toMatchObject({ status: 403, body: { code: 'insufficient_scope', scope } })
      expect(reply.headers.get('www-authenticate')).toContain(`error="insufficient_scope", scope="${scope}"`)
    },
  )
})

/** What a service may do, besides which the command looks at what is its own. */
const OF_SERVICES = [
  ...[
    'me.get',
    'me.access',
    'me.end',
    'me.withdraw-consent',
    'requests.list',
    'requests.get',
    'requests.withdraw',
    'requests.reply',
  ],
  ...[
    'offers.answer',
    'grants.list',
    'grants.get',
    'grants.preview',
    'grants.request',
    'grants.extend',
    'grants.widen',
  ],
  ...['grants.narrow', 'sessions.list', 'sessions.get', 'findings.list', 'findings.get', 'identities.list'],
  ...[
    'identities.get',
    'systems.list',
    'systems.get',
    'policies.get',
    'policies.list',
    'tickets.close',
    'break-glass.list',
  ],
  ...['views.list', 'groups.list', 'absences.list'],
]

it('whatever its scopes, a service does what services do and nothing that takes a person', async () => {
  const token = await org.serviceToken(org.actorId)
  const allowed: string[] = []
  for (const { id, path, method } of OPERATIONS) {
    const filled = path.replaceAll(/\{(\w+)Id\}/g, (_whole, noun: string) => `${noun}_x`)
    const reply = await callApi(method, filled, { token, ...(method === 'GET' ? {} : { body: sampleOf(id) }) })
    expect([200, 201, 403, 404, 409], `${id}: ${JSON.stringify(reply.body)}`).toContain(reply.status)
    if (reply.status !== 403) allowed.push(id)
  }
  expect(allowed.sort()).toEqual(OF_SERVICES.sort())
})

/** Enough of a body that the input is understood. */
function sampleOf(id: string): unknown {
  const reason = 'For a test.'
  const targets = [{ systemId: org.systemId, permissions: ['case:read'] }]
  const samples: Record<string, unknown> = {
    'grants.extend': { purpose: reason, durationSeconds: 86_400 },
    'grants.widen': { purpose: reason, maxChainDepth: 3 },
    'grants.narrow': { reason, maxChainDepth: 0 },
    'requests.offer': { terms: { maxChainDepth: 0 }, note: reason },
    'offers.answer': { answer: 'accept' },
    'offers.withdraw': {},
    'requests.ask': { body: reason },
    'requests.reply': { body: reason },
    'break-glass.invoke': {
      ...{ principalId: org.principalId, actorId: org.actorId, targets, durationSeconds: 600 },
      ...{ reason: 'Everything is down.', ticket: 'INC-1' },
    },
    'break-glass.close-review': { outcome: 'justified', comment: reason },
    'policies.propose': { kind: 'approvals', content: {}, note: reason },
    'me.end': { grantId: 'grt_x', reason },
    'tickets.close': {},
    'grants.request': org.wish(),
    'grants.preview': org.wish(),
    'requests.approve': {},
    'requests.deny': { comment: reason },
    'sessions.revoke': { sessionIds: ['ses_x'], reason },
    'sessions.lock': { sessionIds: ['ses_x'], reason, until: at('+1h') },
    'sessions.unlock': { sessionIds: ['ses_x'], reason },
    'grants.preview-revocation': { grantIds: ['grt_x'] },
    'grants.revoke-many': { grantIds: ['grt_x'], reason },
    'views.save': { list: '/grants', name: 'Broad', query: 'sort=-breadth' },
    'views.delete': {},
    'findings.change': { findingIds: ['fnd_x'], to: 'acknowledged', reason },
  }
  return samples[id] ?? { reason }
}

describe('a call', () => {
  it('to no path is 404, with no such method 405 that names the others', async () => {
    expect(await callApi('GET', '/nothing', { token: admin })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    })
    const reply = await callApi('DELETE', '/grants', { token: admin })
    expect(reply).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } })
    expect(reply.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS')
    const options = await callApi('OPTIONS', '/grants')
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, POST, HEAD, OPTIONS'])
    const head = await callApi('HEAD', '/grants', { token: admin })
    expect([head.status, head.body]).toEqual([200, {}])
    expect((await callApi('GET', '/grants/%E0%A4%A', { token: admin })).status).toBe(404)
  })

  it('that is not understood says where, in the body or the query', async () => {
    const body = { ...org.wish(), targets: [{ systemId: org.systemId, permissions: [] }], extra: 1 }
    const reply = await callApi('POST', '/grants', { token: admin, body })
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid_input', status: 400 } })
    expect(reply.headers.get('content-type')).toBe('application/problem+json')
    expect(reply.body.errors).toContainEqual({ pointer: '#/targets/0/permissions', detail: expect.any(String) })
    const query = await callApi('GET', '/grants?limit=1000&stauts=active', { token: admin })
    expect(query.body.errors).toContainEqual({ parameter: 'limit', detail: expect.any(String) })
    expect(query.status).toBe(400)
    expect(JSON.stringify(query.body)).toContain('stauts')
  })

  it.each([
    '/sessions?owner=rosa',
    '/findings?owner=rosa',
    '/findings?subject=x',
    '/identities?owner=',
    '/sessions?q=%00',
  ])('%s is refused: a filter that is not understood is not none', async (path) => {
    expect(await callApi('GET', path, { token: admin })).toMatchObject({ status: 400 })
  })

  it.each([
    ['no JSON', { text: '{' }, 400],
    ['no object', { text: '[]' }, 400],
    ['U+0000', { body: { name: 'a\0b' } }, 400],
    ['half a character', { text: '{"name":"a\\ud800b"}' }, 400],
    ['another media type', { text: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['more than a mebibyte', { text: JSON.stringify({ name: 'x'.repeat(1024 * 1024) }) }, 413],
  ])('with %s is refused', async (_, sent, status) => {
    expect(await callApi('POST', '/grants', { token: admin, ...sent })).toMatchObject({ status })
  })

  it('is known by its id, its caller’s own where that is sane', async () => {
    const own = await callApi('GET', '/me', { token: admin, headers: { 'x-request-id': 'run-1234567' } })
    expect(own.headers.get('x-request-id')).toBe('run-1234567')
    const made = await callApi('GET', '/nothing', { headers: { 'x-request-id': 'a b' } })
    expect(made.body.instance).toBe(`urn:remit:request:${made.headers.get('x-request-id')}`)
  })

  it('that the database cannot be reached for is 503, and says when to come back', async () => {
    const gone = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    vi.spyOn(pg.Pool.prototype, 'query').mockImplementation(() => Promise.reject(gone))
    const reply = await callApi('GET', '/me', { token: admin })
    expect(reply).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    expect(reply.headers.get('retry-after')).toBe('5')
  })

  it('too many a minute is 429 and says when to come back, for this token alone', async () => {
    const { token, tokenId } = await org.tokenOf('reviewer')
    const me = await callApi('GET', '/me', { token })
    expect(me.headers.get('ratelimit')).toBe(`"token";r=${CALLS_PER_MINUTE - 1};t=1`)
    for (let left = CALLS_PER_MINUTE - 1; left > 0; left--) takeCall(fromPublicId('token', tokenId), NOW)
    const refused = await callApi('GET', '/me', { token })
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    expect(refused.headers.get('retry-after')).toBe('1')
    expect((await callApi('GET', '/me', { token: admin })).status).toBe(200)
  })

  it('pages by cursor, in the body and by Link', async () => {
    await org.grant()
    await org.grant({ name: 'second' })
    const first = await callApi('GET', '/grants?limit=1&sort=name', { token: admin })
    const link = first.headers.get('link')?.match(/^<\/api\/v1([^>]+)>; rel="next"$/)?.[1] ?? ''
    const second = await callApi('GET', link, { token: admin })
    const names = [first, second].map(({ body }) => (body.items as { name: string }[]).map(({ name }) => name))
    expect(names).toEqual([['Answer cases'], ['second']])
    expect(second.headers.get('link')).toContain('rel="prev"')
  })
})

describe('an Idempotency-Key', () => {
  const ask = (key: string, over = {}, more: { token?: string; now?: Date } = {}) =>
    callApi('POST', '/grants', { token: admin, body: org.wish(over), headers: { 'idempotency-key': key }, ...more })

  it('makes a call once, and answers as the first time', async () => {
    const first = await ask('key-1')
    const again = await ask('key-1')
    expect(first.status).toBe(201)
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
  })

  it('refuses another body, and belongs to one token', async () => {
    const first = await ask('key-2')
    expect(await ask('key-2', { name: 'Another' })).toMatchObject({ status: 422, body: { code: 'key_reused' } })
    const other = await ask('key-2', { name: 'Another' }, { token: await org.token('reviewer') })
    expect(other.status).toBe(201)
    expect(other.body.grantId).not.toBe(first.body.grantId)
  })

  it('lets one of two at once through', async () => {
    const [a, b] = await Promise.all([ask('key-3', { name: 'Twins' }), ask('key-3', { name: 'Twins' })])
    expect(await reader().delegationGrant.count({ where: { orgId: org.orgId, name: 'Twins' } })).toBe(1)
    expect([a, b].map(({ status }) => status).every((status) => status === 201 || status === 409)).toBe(true)
  })

  it('keeps a refusal, too', async () => {
    const first = await ask('key-4', { principalId: 'idn_x' })
    const again = await ask('key-4', { principalId: 'idn_x' })
    expect([first.status, again.status]).toEqual([404, 404])
    expect(again.headers.get('idempotency-replayed')).toBe('true')
  })

  it('is forgotten after a day', async () => {
    const { pruneIdempotencyKeys } = await import('@/lib/commands/prune-idempotency-keys')
    await ask('key-5')
    const kept = () => reader().idempotencyKey.count({ where: { orgId: org.orgId, key: 'key-5' } })
    await pruneIdempotencyKeys(at('+23h'))
    expect(await kept()).toBe(1)
    await pruneIdempotencyKeys(at('+25h'))
    expect(await kept()).toBe(0)
  })
})
