import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIssuer, ID_TOKEN, type Told, tokenClient } from '@/tests/support/exchange-fixture'
import { putGuardrails } from '@/tests/support/put-guardrails'
import {
  createDelegation,
  type Parameters,
  startTokenService,
  type TokenService,
} from '@/tests/support/token-service-fixture'

/** Two instances, as they run beside each other: what one has read, the other has not. */
let services: [TokenService, TokenService]
beforeAll(async () => {
  services = [await startTokenService(), await startTokenService()]
})
afterAll(() => Promise.all(services.map((service) => service.stop())))

const NO_READING = `forbid (principal, action == Action::"issue", resource)
when { context.permissions.contains("case:read") };`

const refusal = ({ status, body }: Told) => [status, body.error]

async function createExchange() {
  const of = await createDelegation()
  const issuer = await createIssuer(of.access)
  await issuer.link('ines', of.principal.id)
  const ask = async (parameters: Parameters = {}, service = services[0]) =>
    tokenClient(service, of.client).ask({
      subject_token: await issuer.sign({ sub: 'ines' }),
      subject_token_type: ID_TOKEN,
      audience: of.system.key,
      ...parameters,
    })
  return { ...of, ask }
}

describe('the token service', () => {
  it('gives nothing that a guardrail forbids, says its name, and puts the attempt on record', async () => {
    const { ask, orgId, access, grant } = await createExchange()
    await putGuardrails(orgId, [NO_READING])
    const told = await ask({ scope: 'case:list case:read' })
    expect(refusal(told)).toEqual([400, 'access_denied'])
    expect(told.body.error_description).toContain('Forbidden on ticketing by the guardrail first')
    const [attempt, ...others] = await access.db.delegationAttempt.findMany({ where: { orgId } })
    expect(others).toEqual([])
    expect(attempt).toMatchObject({ errorCode: 'guardrail', grantId: grant.id })
    expect(await access.db.delegatedSession.count({ where: { orgId } })).toBe(0)
    expect((await ask({ scope: 'case:list' })).status).toBe(200)
  })

  it('holds to a guardrail from the next request on, on every instance, and lets go of it as soon', async () => {
    const { ask, orgId } = await createExchange()
    const statuses = () =>
      Promise.all(services.map(async (service) => (await ask({ scope: 'case:read' }, service)).status))
    expect(await statuses()).toEqual([200, 200])
    for (let round = 0; round < 2; round++) {
      await putGuardrails(orgId, [NO_READING])
      expect(await statuses()).toEqual([400, 400])
      await putGuardrails(orgId, ['forbid (principal, action == Action::"request", resource);'])
      expect(await statuses()).toEqual([200, 200])
    }
  })

  it('asks nobody about a session that a guardrail forbids', async () => {
    const { ask, orgId, access, grant } = await createExchange()
    await access.db.delegationGrant.updateMany({
      where: { orgId, id: grant.id },
      data: { requiresSessionApproval: true },
    })
    await putGuardrails(orgId, [NO_READING])
    expect(refusal(await ask({ scope: 'case:read' }))).toEqual([400, 'access_denied'])
    expect(await access.db.approval.count({ where: { orgId } })).toBe(0)
    expect(refusal(await ask({ scope: 'case:list' }))).toEqual([400, 'authorization_pending'])
  })

  it('refuses what guardrails that cannot be read might forbid', async () => {
    const { ask, orgId } = await createExchange()
    await putGuardrails(orgId, ['forbid (principal'])
    expect(refusal(await ask())).toEqual([400, 'access_denied'])
    await putGuardrails(orgId, [
      'forbid (principal, action, resource) when { context.ttlSeconds * 9223372036854775807 > 1 };',
    ])
    expect(refusal(await ask())).toEqual([400, 'access_denied'])
  })

  it('tells guardrails who is in which group, as of now', async () => {
    const { ask, orgId, access } = await createExchange()
    await putGuardrails(orgId, [
      'forbid (principal, action, resource) unless { principal.groups.contains("Finance") };',
    ])
    expect(refusal(await ask())).toEqual([400, 'access_denied'])
    const [memberId, groupId] = [crypto.randomUUID(), crypto.randomUUID()]
    const row = { email: 'INES@example.com', name: 'Ines', roles: ['manager'], joinedAt: new Date() }
    await access.db.member.create({ data: { orgId, id: memberId, ...row } })
    await access.db.memberGroup.create({ data: { orgId, id: groupId, name: 'Finance', createdAt: new Date() } })
    await access.db.memberGroupMember.create({ data: { orgId, groupId, memberId, addedAt: new Date() } })
    expect((await ask()).status).toBe(200)
  })
})
