import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Prisma } from '@/generated/prisma/client'
import { revokeSessions, revokeSessionsInput } from '@/lib/commands/revoke-sessions'
import { systemContext } from '@/lib/domain/context'
import { flushUses } from '@/lib/oauth/use-recorder'
import { NOW } from '@/tests/support/clock'
import { type IssuedToken, issueToken } from '@/tests/support/issued-token'
import {
  createClient,
  createDelegation,
  type Delegation,
  startTokenService,
  type TokenService,
} from '@/tests/support/token-service-fixture'

let service: TokenService
let of: Delegation
let token: IssuedToken
beforeAll(async () => {
  service = await startTokenService()
})
afterAll(() => service.stop())
beforeEach(async () => {
  of = await createDelegation()
  const authorization_details = [{ type: 'tenant_access', actions: ['case:read'], tenants: ['acme', 'eu-*'] }]
  token = await issueToken(service, of, { claims: { authorization_details } })
})

async function send(path: string, body: unknown, headers: Record<string, string> = of.resourceServer.basic) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const all = { 'content-type': 'application/json', ...headers }
  const response = await fetch(`${service.url}${path}`, { method: 'POST', body: text, headers: all })
  return { status: response.status, headers: response.headers, body: await response.json() }
}
const asked = (over: Record<string, unknown> = {}) => ({
  subject: { type: 'access_token', id: token.jwt },
  action: { name: 'case:read' },
  resource: { type: 'system', id: of.system.key },
  ...over,
})
const evaluate = (over: Record<string, unknown> = {}, headers?: Record<string, string>) =>
  send('/access/v1/evaluation', asked(over), headers)
const decisionOf = async (over: Record<string, unknown> = {}) => {
  const { status, body } = await evaluate(over)
  expect(status).toBe(200)
  return body.decision ? true : body.context.reason
}
const tenant = (id: string, system?: string) => ({ resource: { type: 'tenant', id, properties: system && { system } } })

describe('AuthZEN evaluation', () => {
  it('permits what the session may do, named by token or by session, by key or by URI', async () => {
    const { status, body } = await evaluate()
    expect([status, body.decision]).toEqual([200, true])
    expect(body.context).toMatchObject({ session: token.publicId, sub: of.principal.publicId })
    expect(await decisionOf({ subject: { type: 'session', id: token.publicId } })).toBe(true)
    expect(await decisionOf({ resource: { type: 'system', id: of.system.resourceUri } })).toBe(true)
  })

  it('denies a token that is bound to a key unless the gateway has checked the proof', async () => {
    const bound = await issueToken(service, of, { claims: { cnf: { jkt: 'thumbprint' } } })
    const subject = { type: 'access_token', id: bound.jwt }
    expect(await decisionOf({ subject })).toBe('proof-not-checked')
    expect(await decisionOf({ subject: { ...subject, properties: { token_type: 'DPoP' } } })).toBe(true)
    expect(await decisionOf({ subject: { type: 'session', id: bound.publicId } })).toBe(true)
  })

  it('denies a session without a token, which says nothing of its limits', async () => {
    const { publicId } = await issueToken(service, of, { tokenClaims: Prisma.DbNull })
    expect(await decisionOf({ subject: { type: 'session', id: publicId }, ...tenant('acme') })).toBe('token-unknown')
  })

  it('denies with the bound that refused', async () => {
    const elsewhere = await of.access.system()
    expect(await decisionOf({ action: { name: 'case:write' } })).toBe('permission-not-granted')
    expect(await decisionOf({ resource: { type: 'system', id: elsewhere.id } })).toBe('system-not-covered')
    expect(await decisionOf({ subject: { type: 'access_token', id: 'garbage' } })).toBe('token-unknown')
    expect(await decisionOf({ subject: { type: 'session', id: 'ses_garbage' } })).toBe('token-unknown')
    expect(await decisionOf({ subject: { type: 'user', id: 'x' } })).toBe('subject-type-unknown')
    expect(await decisionOf({ resource: { type: 'planet', id: 'x' } })).toBe('resource-type-unknown')
    const ctx = systemContext(of.orgId, 'test', NOW)
    await revokeSessions(ctx, revokeSessionsInput.parse({ sessionIds: [token.publicId], reason: 'For a test.' }))
    expect(await decisionOf()).toBe('session-ended')
    expect(await decisionOf({ subject: { type: 'session', id: token.publicId } })).toBe('session-ended')
  })

  it('keeps to the tenants and the actions of the details, and limits nothing they do not name', async () => {
    expect(await decisionOf(tenant('acme'))).toBe(true)
    expect(await decisionOf(tenant('eu-west', of.system.key))).toBe(true)
    expect(await decisionOf(tenant('other'))).toBe('details-not-granted')
    expect(await decisionOf({ ...tenant('acme'), action: { name: 'case:list' } })).toBe('details-not-granted')
    expect(await decisionOf(tenant('acme', 'elsewhere'))).toBe('system-not-covered')
    expect(await decisionOf({ resource: { type: 'resource', id: 'case/1' } })).toBe(true)
  })

  it('counts a detail only where it is for', async () => {
    const details = (locations: string[]) => [{ type: 'resource_access', locations, identifiers: ['case/*'] }]
    const here = { authorization_details: details([of.system.resourceUri]) }
    token = await issueToken(service, of, { claims: here })
    expect(await decisionOf({ resource: { type: 'resource', id: 'case/1' } })).toBe(true)
    token = await issueToken(service, of, { claims: { authorization_details: details(['https://elsewhere.example']) } })
    expect(await decisionOf({ resource: { type: 'resource', id: 'case/1' } })).toBe('details-not-granted')
  })

  it('tells nothing of tokens that are not meant for the gateway, and is only for resource servers', async () => {
    const elsewhere = await of.access.system()
    const other = await createClient(of.access, { identityId: of.gateway.id, systemIds: [elsewhere.id] })
    const { body } = await evaluate({}, other.basic)
    expect(body).toEqual({ decision: false, context: { reason: 'token-unknown' } })
    const bySession = await evaluate({ subject: { type: 'session', id: token.publicId } }, other.basic)
    expect(bySession.body).toEqual(body)
    expect((await evaluate({}, of.client.basic)).status).toBe(403)
    expect((await evaluate({}, {})).status).toBe(401)
  })

  it('records allowed and denied uses', async () => {
    await evaluate()
    await evaluate({ action: { name: 'case:write' } })
    await evaluate(tenant('other'))
    await flushUses()
    const uses = await of.access.db.delegatedSessionUse.findMany({
      where: { sessionId: token.id },
      orderBy: { permission: 'asc' },
    })
    expect(uses).toMatchObject([
      { permission: 'case:read', allowedCount: 1n, deniedCount: 1n },
      { permission: 'case:write', allowedCount: 0n, deniedCount: 1n },
    ])
  })

  it('refuses what is malformed, and gives back the id of the request either way', async () => {
    const headers = { ...of.resourceServer.basic, 'x-request-id': 'req-1' }
    for (const body of ['', '{', '[]', 'null', '1', {}, asked({ subject: {} }), asked({ action: { name: 1 } })]) {
      const answer = await send('/access/v1/evaluation', body, headers)
      expect([answer.status, answer.headers.get('x-request-id')], JSON.stringify(body)).toEqual([400, 'req-1'])
    }
    expect((await evaluate({}, headers)).headers.get('x-request-id')).toBe('req-1')
    const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
    expect((await send('/access/v1/evaluation', asked(), form)).status).toBe(400)
  })
})

describe('AuthZEN evaluations', () => {
  const read = { action: { name: 'case:read' } }
  const write = { action: { name: 'case:write' } }
  const decisions = async (over: Record<string, unknown>) => {
    const { body } = await send('/access/v1/evaluations', asked(over))
    return body.evaluations.map((each: { decision: boolean }) => each.decision)
  }

  it('share what they leave out, and stop where they are told to', async () => {
    const evaluations = [read, write, {}]
    expect(await decisions({ evaluations })).toEqual([true, false, true])
    const until = (evaluations_semantic: string) => ({ evaluations, options: { evaluations_semantic } })
    expect(await decisions(until('deny_on_first_deny'))).toEqual([true, false])
    expect(await decisions(until('permit_on_first_permit'))).toEqual([true])
  })

  it('deny one that is incomplete, and are one where there is no list', async () => {
    const { subject } = asked()
    const { body } = await send('/access/v1/evaluations', { subject, evaluations: [read] })
    expect(body.evaluations).toEqual([{ decision: false, context: { reason: 'evaluation-incomplete' } }])
    expect((await send('/access/v1/evaluations', asked())).body.decision).toBe(true)
    expect((await send('/access/v1/evaluations', { evaluations: Array(101).fill({}) })).status).toBe(400)
  })

  it('are found by their configuration', async () => {
    const response = await service.get('/.well-known/authzen-configuration')
    expect(await response.json()).toEqual({
      policy_decision_point: service.issuer,
      access_evaluation_endpoint: `${service.issuer}/access/v1/evaluation`,
      access_evaluations_endpoint: `${service.issuer}/access/v1/evaluations`,
    })
  })
})
