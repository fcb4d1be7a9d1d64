import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { at, NOW } from '@/tests/support/clock'
import { claimsOf, createIssuer, ID_TOKEN, type Told, tokenClient } from '@/tests/support/exchange-fixture'
import {
  createClient,
  createDelegation,
  type Parameters,
  startTokenService,
  type TokenService,
} from '@/tests/support/token-service-fixture'

let service: TokenService
beforeAll(async () => {
  service = await startTokenService()
})
afterAll(() => service.stop())
beforeEach(() => {
  service.clock.now = NOW
})

const refusal = ({ status, body }: Told) => [status, body.error]

/** A delegation of its own, its grant changed, with a way to ask under it. */
async function delegate(bounds: Parameters0 = {}, client: Record<string, unknown> = {}) {
  const of = await createDelegation()
  const { access, orgId, grant } = of
  const { windows = [], tenants, resources, ...columns } = bounds
  await access.db.delegationGrant.updateMany({ where: { orgId, id: grant.id }, data: columns })
  for (const [position, window] of windows.entries())
    await access.db.grantWindow.create({ data: { orgId, grantId: grant.id, position, ...window } })
  if (tenants || resources) {
    const data = { ...(tenants && { tenants }), ...(resources && { resources }) }
    await access.db.grantTarget.updateMany({ where: { orgId, grantId: grant.id }, data })
  }
  const issuer = await createIssuer(access)
  await issuer.link('ines', of.principal.id)
  const own = await createClient(access, { identityId: of.agent.id, ...client })
  const asking = tokenClient(service, own)
  const ask = async (parameters: Parameters = {}, proof?: Parameters1) =>
    asking.ask(
      {
        subject_token: await issuer.sign({ sub: 'ines' }, service.clock.now),
        subject_token_type: ID_TOKEN,
        audience: of.system.key,
        ...parameters,
      },
      undefined,
      proof,
    )
  return { ...of, ask, proofOf: asking.proofOf, issuer, client: own }
}
type Window = { weekdays: number[]; startMinute: number; durationMinutes: number; timeZone: string }
type Parameters0 = { windows?: Window[]; tenants?: string[]; resources?: string[]; [column: string]: unknown }
type Parameters1 = Awaited<ReturnType<ReturnType<typeof tokenClient>['proofOf']>>

describe('time', () => {
  /** Mondays 13:00 to 14:00 in Berlin, where NOW is 13:00. */
  const window = { weekdays: [1], startMinute: 780, durationMinutes: 60, timeZone: 'Europe/Berlin' }

  it('a session ends with the window', async () => {
    const { ask } = await delegate({ windows: [window] })
    service.clock.now = at('+50m')
    expect((await ask({ ttl: '3600' })).body.expires_in).toBe(600)
  })

  it('outside of it none is issued, and the next one is named', async () => {
    const { ask, access, orgId } = await delegate({ windows: [window] })
    service.clock.now = at('+61m')
    const told = await ask()
    expect(refusal(told)).toEqual([400, 'invalid_target'])
    expect(told.body.error_description).toContain('2026-11-30T13:00+01:00')
    expect(told.body.error_description).toContain('Europe/Berlin')
    expect(await access.db.delegationAttempt.findFirst({ where: { orgId } })).toMatchObject({
      errorCode: 'outside-window',
    })
  })

  it('a grant that has ended or not begun gives none', async () => {
    const over = await delegate({ expiresAt: at('-1m') })
    const early = await delegate({ startsAt: at('+1h') })
    expect(refusal(await over.ask())).toEqual([400, 'invalid_target'])
    expect((await early.ask()).body.error_description).toContain(at('+1h').toISOString())
  })

  it('a session ends with its grant', async () => {
    const { ask } = await delegate({ expiresAt: at('+5m') })
    expect((await ask()).body.expires_in).toBe(300)
  })
})

describe('tenants and resources', () => {
  const detail = (tenants: string[]) => JSON.stringify([{ type: 'tenant_access', tenants }])

  it('may be narrowed, and stand in the token and in the answer', async () => {
    const { ask } = await delegate({ tenants: ['contoso', 'fabrikam'] })
    const { body } = await ask({ authorization_details: detail(['contoso']) })
    const [told] = body.authorization_details as { tenants: string[] }[]
    expect(told?.tenants).toEqual(['contoso'])
    expect(claimsOf(body.access_token).authorization_details).toEqual(body.authorization_details)
  })

  it('are all those of the grant where none are asked for', async () => {
    const { ask } = await delegate({ tenants: ['contoso', 'fabrikam'] })
    const { body } = await ask()
    expect(body.authorization_details).toEqual([expect.objectContaining({ tenants: ['contoso', 'fabrikam'] })])
  })

  it('may not be widened', async () => {
    const { ask } = await delegate({ tenants: ['contoso'] })
    const told = await ask({ authorization_details: detail(['contoso', 'northwind']) })
    expect(refusal(told)).toEqual([400, 'invalid_authorization_details'])
  })
})

describe('who', () => {
  it.each(['suspended', 'departed'])('a principal who is %s has nobody act for them', async (status) => {
    const { ask, access, principal } = await delegate()
    const data = { status, ...(status === 'departed' ? { departedAt: NOW } : { suspendedAt: NOW }) }
    await access.db.identity.updateMany({ where: { id: principal.id }, data })
    expect(refusal(await ask())).toEqual([400, 'invalid_request'])
  })

  it('an actor who is suspended acts for nobody', async () => {
    const { ask, access, agent } = await delegate()
    await access.db.identity.updateMany({ where: { id: agent.id }, data: { status: 'suspended', suspendedAt: NOW } })
    expect(refusal(await ask())).toEqual([400, 'invalid_request'])
  })

  it('a client has no more than its own maximum', async () => {
    const { ask } = await delegate({}, { scopes: ['case:list'] })
    expect((await ask()).body.scope).toBe('case:list')
    expect(refusal(await ask({ scope: 'case:read' }))).toEqual([400, 'invalid_scope'])
  })

  it('no more sessions at once than the grant allows, however many ask at once', async () => {
    const { ask, access, orgId } = await delegate({ maxConcurrentSessions: 3 })
    const told = await Promise.all(Array.from({ length: 12 }, () => ask({ ttl: '60' })))
    expect(told.filter(({ status }) => status === 200)).toHaveLength(3)
    for (const refused of told.filter(({ status }) => status !== 200))
      expect(refusal(refused)).toEqual([400, 'invalid_target'])
    expect(await access.db.delegatedSession.count({ where: { orgId } })).toBe(3)
    service.clock.now = at('+61s')
    expect((await ask()).status).toBe(200)
  })

  it('too eager a client is told when to come again', async () => {
    const { ask } = await delegate({}, { requestsPerMinute: 2 })
    await ask()
    await ask()
    const told = await ask()
    expect(refusal(told)).toEqual([429, 'slow_down'])
    expect(Number(told.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('proof of possession', () => {
  it('binds the token to the key that was proved', async () => {
    const { ask, proofOf } = await delegate()
    const proof = await proofOf()
    const { body } = await ask({}, proof)
    expect(body.token_type).toBe('DPoP')
    expect(claimsOf(body.access_token).cnf).toEqual({ jkt: await proof.calculateThumbprint() })
  })

  it('is required by a grant or by a client that says so', async () => {
    const [byGrant, byClient] = [await delegate({ requiresDpop: true }), await delegate({}, { requiresDpop: true })]
    for (const { ask, proofOf } of [byGrant, byClient]) {
      expect(refusal(await ask())).toEqual([400, 'invalid_dpop_proof'])
      expect((await ask({}, await proofOf())).body.token_type).toBe('DPoP')
    }
  })
})
