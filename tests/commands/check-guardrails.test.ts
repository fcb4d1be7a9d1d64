import { describe, expect, it } from 'vitest'
import { addMember } from '@/lib/commands/add-member'
import { breakGlass, breakGlassInput } from '@/lib/commands/break-glass'
import { decideApproval } from '@/lib/commands/decide-approval'
import { extendGrant, extendGrantInput } from '@/lib/commands/extend-grant'
import { proposePolicy } from '@/lib/commands/propose-policy'
import { reader } from '@/lib/db'
import { fromPublicId } from '@/lib/id'
import { simulateIssuance } from '@/lib/queries/simulate-issuance'
import { at, NOW } from '@/tests/support/clock'
import { createLifecycle, type Organisation } from '@/tests/support/lifecycle-fixture'
import { putGuardrails } from '@/tests/support/put-guardrails'

const NO_WRITING = `forbid (principal, action, resource)
when { context.actor.kind == "agent" && context.accessLevels.contains("write") };`

const lastApproval = (org: Organisation, grantId: string) =>
  reader().approval.findFirstOrThrow({
    where: { orgId: org.orgId, subjectId: fromPublicId('grant', grantId) },
    orderBy: { id: 'desc' },
  })

const on = (org: Organisation, ...permissions: string[]) => [{ systemId: org.systemId, permissions }]

describe('a grant that guardrails forbid', () => {
  it('is denied as it is asked for, on record, by the name of the guardrail', async () => {
    const org = await createLifecycle()
    await putGuardrails(org.orgId, [NO_WRITING])
    const grantId = await org.request({ targets: on(org, 'case:read', 'case:write') })
    expect(await org.readGrant(grantId)).toMatchObject({ status: 'denied', endedAt: NOW })
    expect(await lastApproval(org, grantId)).toMatchObject({ status: 'denied', ruleName: 'Guardrails' })
    const [event] = await org.readEvents('grant.denied')
    expect(event?.reason).toContain('Forbidden on ticketing by the guardrail first')
    await expect(org.approve(grantId)).rejects.toMatchObject({ code: 'wrong_status' })
    const allowed = await org.request({ targets: on(org, 'case:read') })
    expect(await org.readGrant(allowed)).toMatchObject({ status: 'pending' })
  })

  it('may be so by whatever the schema names', async () => {
    const org = await createLifecycle()
    const conditions = [
      'resource.tier == 2 && resource.environment == "production" && resource.kind == "api"',
      'principal.kind == "human" && principal.name == "Ines" && !principal.isThirdParty && principal.groups.isEmpty()',
      'context has requester && context.requester.kind == "member" && context.requester.groups.isEmpty()',
      'context.ttlSeconds >= 3600 && !context.isPermanent && context.breadth > 0 && context.chainDepth > 1',
      'context has purpose && context.purpose like "*cases*" && !(context has ticket)',
      'context.hour == 12 && context.weekday == 1 && context.tenants.isEmpty() && context.resources.isEmpty()',
      'context.permissions.containsAll(["case:list", "case:read"]) && context.accessLevels == ["list", "read"]',
    ]
    const wholly = conditions.map((each) => `(${each})`).join(' && ')
    await putGuardrails(org.orgId, [`forbid (principal, action, resource) when { ${wholly} };`])
    expect(await org.readGrant(await org.request())).toMatchObject({ status: 'denied' })
    await putGuardrails(org.orgId, [`forbid (principal, action, resource) unless { ${wholly} };`])
    expect(await org.readGrant(await org.request())).toMatchObject({ status: 'pending' })
  })

  it('is not there after the last vote where they came to forbid it meanwhile; the votes are counted', async () => {
    const org = await createLifecycle()
    const grantId = await org.request({ targets: on(org, 'case:write') })
    await putGuardrails(org.orgId, [NO_WRITING])
    const decided = await org.approve(grantId)
    expect(decided).toMatchObject({ status: 'denied', reason: expect.stringContaining('by the guardrail first') })
    expect(await org.readGrant(grantId)).toMatchObject({ status: 'denied' })
    const { id, status } = await lastApproval(org, grantId)
    expect(status).toBe('denied')
    expect(await reader().approvalVote.findMany({ where: { orgId: org.orgId, approvalId: id } })).toMatchObject([
      { vote: 'approve' },
    ])
    expect((await org.readEvents('grant.denied'))[0]?.reason).toContain('by the guardrail first')
  })

  it('is judged at the last vote by who asked and what for, not by who votes', async () => {
    const org = await createLifecycle()
    const grantId = await org.request()
    const asked = 'context.requester.name == "admin" && context.requester.kind == "member" && context has purpose'
    await putGuardrails(org.orgId, [`forbid (principal, action, resource) unless { ${asked} };`])
    expect(await org.approve(grantId)).toEqual({ status: 'approved' })
  })

  it('is not extended either, and stays as it was', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant({ expiresAt: at('+10d') })
    await putGuardrails(org.orgId, ['forbid (principal, action == Action::"request", resource);'])
    const input = extendGrantInput.parse({ grantId, expiresAt: at('+20d'), purpose: 'Still needed.' })
    expect(await extendGrant(org.as('admin'), input)).toMatchObject({ status: 'denied' })
    expect(await org.readGrant(grantId)).toMatchObject({ status: 'active', expiresAt: at('+10d') })
  })

  it('is not had by breaking the glass either', async () => {
    const org = await createLifecycle()
    const me = await org.identity({ kind: 'human', name: 'Approver', email: 'approver@example.com' })
    await putGuardrails(org.orgId, ['forbid (principal, action == Action::"breakGlass", resource);'])
    const input = breakGlassInput.parse({
      ...{ principalId: org.principalId, actorId: me, targets: on(org, 'case:read'), durationSeconds: 600 },
      ...{ reason: 'Everything is on fire.', ticket: 'INC-1' },
    })
    await expect(breakGlass(org.as('approver'), input)).rejects.toMatchObject({
      code: 'guardrail',
      details: { guardrails: ['first'] },
    })
    await putGuardrails(org.orgId, [NO_WRITING])
    expect(await breakGlass(org.as('approver'), input)).toMatchObject({ grantId: expect.any(String) })
  })
})

describe('a guardrail put in force after a grant was given', () => {
  it('binds the very next session, and none before; taken away, it no longer does', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant({ targets: on(org, 'case:read', 'case:write') })
    await org.session(grantId)
    await putGuardrails(org.orgId, [NO_WRITING])
    const refused = { refusals: [{ code: 'guardrail', message: expect.stringContaining('the guardrail first') }] }
    expect(await org.ask(grantId)).toMatchObject(refused)
    expect(await org.ask(grantId, { permissions: ['case:read'] })).toHaveProperty('sessionId')
    await putGuardrails(org.orgId, [])
    expect(await org.ask(grantId)).toHaveProperty('sessionId')
  })

  it('is told by the simulator, as what would be', async () => {
    const org = await createLifecycle()
    const grantId = await org.grant({ targets: on(org, 'case:read', 'case:write') })
    const tryOut = async (permissions: string[]) => {
      const { checks, terms } = await simulateIssuance(org.as('manager'), { grantId, at: NOW, permissions })
      return { ...checks.find(({ code }) => code === 'guardrail'), hasTerms: terms !== null }
    }
    expect(await tryOut(['case:write'])).toMatchObject({ verdict: 'does-not-apply', hasTerms: true })
    await putGuardrails(org.orgId, [NO_WRITING])
    expect(await tryOut(['case:write'])).toMatchObject({ verdict: 'refuses', hasTerms: false })
    expect(await tryOut(['case:read'])).toMatchObject({ verdict: 'passes', hasTerms: true })
  })
})

describe('a version of guardrails', () => {
  const propose = (org: Organisation, content: unknown) =>
    proposePolicy(org.as('admin'), { kind: 'guardrails', content, note: 'Agents do not write.' })
  const policies = [{ id: 'no-writing', name: 'Agents do not write', text: NO_WRITING }]

  it('is not proposed while its text or its tests are wrong', async () => {
    const org = await createLifecycle()
    const wrong = [
      { policies: [{ ...policies[0], text: 'forbid (principal' }] },
      { policies: [{ ...policies[0], text: 'forbid (principal, action, resource) when { resource.teir == 1 };' }] },
      { policies, tests: [{ name: 'agents write', request: { accessLevels: ['write'] }, expect: 'allow' }] },
    ]
    for (const content of wrong) await expect(propose(org, content)).rejects.toMatchObject({ code: 'invalid_policy' })
    expect(await reader().policyVersion.count({ where: { orgId: org.orgId } })).toBe(0)
  })

  it('binds once a second admin agreed, and nobody before', async () => {
    const org = await createLifecycle()
    const { memberId } = await addMember(org.as('admin'), { email: 'b@example.com', name: 'Bea', roles: ['admin'] })
    const tests = [{ name: 'agents do not write', request: { accessLevels: ['write'] }, expect: 'deny' }]
    const { approvalId } = await propose(org, { policies, tests })
    const grantId = await org.grant({ targets: on(org, 'case:write') })
    const yes = { approvalId, vote: 'approve', comment: 'Agreed.' } as const
    await expect(decideApproval(org.as('admin'), yes)).rejects.toMatchObject({ code: 'self_approval' })
    expect(await org.ask(grantId)).toHaveProperty('sessionId')
    const bea = { ...org.as('admin').actor, memberId: fromPublicId('member', memberId), name: 'Bea' }
    await decideApproval({ ...org.as('admin'), actor: bea as never }, yes)
    expect(await org.ask(grantId)).toMatchObject({ refusals: [{ code: 'guardrail' }] })
  })
})
