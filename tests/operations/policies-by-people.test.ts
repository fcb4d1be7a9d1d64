import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { createApiToken } from '@/lib/commands/create-api-token'
import { decideApproval } from '@/lib/commands/decide-approval'
import { proposePolicy } from '@/lib/commands/propose-policy'
import { createApiTokenInput } from '@/lib/domain/api-token'
import type { approvalPolicy } from '@/lib/domain/approval-policy'
import type { Context, Role } from '@/lib/domain/context'
import { answerApi } from '@/lib/http/api/answer-api'
import { newId, toPublicId } from '@/lib/id'
import { NOW } from '@/tests/support/clock'
import { createLifecycle } from '@/tests/support/lifecycle-fixture'
import { rowWriter } from '@/tests/support/row-writer'

type Policy = z.input<typeof approvalPolicy>
type Stage = { name: string; votes?: number; from: object[]; windows?: object[] }
type Person = { id: string; memberId: string; ctx: Context; token: string }

/** Everybody of the organisation. `ines` is the principal, `olga` owns the actor, `sten` the system; `gone` was disabled
 *  and `demoted` is no approver any more; `twice` is in both groups. */
const PEOPLE = {
  asker: { roles: ['admin'] },
  second: { roles: ['admin'] },
  amal: { roles: ['approver'] },
  samira: { roles: ['approver'], groups: ['checkout'] },
  rosa: { roles: ['reviewer'], groups: ['security'] },
  lena: { roles: ['reviewer'], groups: ['security'] },
  twice: { roles: ['approver'], groups: ['checkout', 'security'] },
  ines: { roles: ['approver'], groups: ['checkout', 'security'] },
  olga: { roles: ['approver'], groups: ['checkout', 'security'] },
  sten: { roles: ['manager'] },
  gone: { roles: ['approver'], groups: ['checkout', 'security'] },
  demoted: { roles: ['manager'] },
} as const satisfies Record<string, { roles: Role[]; groups?: string[] }>
type Name = keyof typeof PEOPLE

async function createOffice() {
  const org = await createLifecycle()
  const db = rowWriter()
  const { orgId } = org
  const identityOf = async (name: string) => {
    const publicId = await org.identity({ kind: 'human', name, email: `${name}@office.example.com` })
    return publicId
  }
  const groups = { checkout: newId(NOW), security: newId(NOW) }
  for (const [name, id] of Object.entries(groups))
    await db.memberGroup.create({ data: { orgId, id, name, createdAt: NOW } })
  const people = {} as Record<Name, Person>
  for (const [name, { roles, ...rest }] of Object.entries(PEOPLE) as [Name, { roles: Role[]; groups?: string[] }][]) {
    const id = newId(NOW)
    const row = { email: `${name}@office.example.com`, name, roles, joinedAt: NOW }
    await db.member.create({ data: { orgId, id, ...row } })
    for (const group of rest.groups ?? []) {
      const groupId = groups[group as keyof typeof groups]
      await db.memberGroupMember.create({ data: { orgId, groupId, memberId: id, addedAt: NOW } })
    }
    const ctx: Context = { orgId, now: NOW, actor: { kind: 'member', memberId: id, name, roles, authenticatedAt: NOW } }
    const scopes = ['access:read', 'requests:write', 'approvals:decide', 'policies:write'] as const
    const input = createApiTokenInput.parse({ name: 'for a test', scopes, days: 1 })
    const { token } = await createApiToken(ctx, input)
    people[name] = { id, memberId: toPublicId('member', id), ctx, token }
  }
  await db.member.update({ where: { orgId_id: { orgId, id: people.gone.id } }, data: { deactivatedAt: NOW } })
  const [ines, olga, sten] = [await identityOf('ines'), await identityOf('olga'), await identityOf('sten')]
  const actorId = await org.identity({ name: 'an agent of olga', ownerId: olga })
  const systemId = await org.system({ key: 'office', ownerId: sten, tier: 2 })
  const call = async (who: Name, method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${people[who].token}`, 'content-type': 'application/json' }
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }
    const answer = await answerApi(new Request(`http://remit.test/api/v1${path}`, init), NOW)
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const publicGroups = {
    checkout: toPublicId('group', groups.checkout),
    security: toPublicId('group', groups.security),
  }
  return { org, people, call, actorId, systemId, principalId: ines, groups: publicGroups }
}
type Office = Awaited<ReturnType<typeof createOffice>>

let office: Office
beforeAll(async () => {
  office = await createOffice()
})

/** Puts rules in force, by two people. */
async function rule(content: Policy): Promise<void> {
  const { asker, second } = office.people
  const { approvalId } = await proposePolicy(asker.ctx, { kind: 'approvals', content, note: 'For a test.' })
  await decideApproval(second.ctx, { approvalId, vote: 'approve' })
}

const staged = (...stages: Stage[]): Policy => ({
  consent: { groups: [office.groups.checkout, office.groups.security] },
  rules: [
    {
      name: `rule ${newId(NOW)}`,
      when: {},
      verdict: { kind: 'stages', stages: stages.map((stage) => ({ kind: 'people', ...stage })) as never },
    },
  ],
})

async function ask(over: object = {}) {
  const { principalId, actorId, systemId } = office
  const { status, body } = await office.call('asker', 'POST', '/grants', {
    ...{ name: 'Answer cases', purpose: 'Answers cases', principalId, actorId, maxSessionTtlSeconds: 900 },
    ...{ targets: [{ systemId, permissions: ['case:read'] }], durationSeconds: 3600 },
    ...over,
  })
  expect(status, JSON.stringify(body)).toBe(201)
  return body as { approvalId: string; grantId: string; status: string; reason: string | null }
}

/** What becomes of it when these people approve one after another, each by the API: the code of a refusal, or the status. */
async function approveBy(approvalId: string, names: readonly Name[]): Promise<string[]> {
  const outcomes: string[] = []
  for (const name of names) {
    const { body } = await office.call(name, 'POST', `/requests/${approvalId}/approve`, {})
    outcomes.push(`${name}: ${String(body.code ?? body.status)}`)
  }
  return outcomes
}

const nobodyElse: Name[] = ['asker', 'ines', 'olga', 'gone']
const refused = ['asker: self_approval', 'ines: self_approval', 'olga: self_approval', 'gone: invalid_token']

describe('policies and people, through the API', () => {
  it('one approver: any, but whoever asked, is acted for, owns the actor or was disabled', async () => {
    await rule(staged({ name: 'Approver', from: [{ role: 'approver' }] }))
    const { approvalId } = await ask()
    const names: Name[] = [...nobodyElse, 'rosa', 'demoted', 'amal', 'samira']
    expect(await approveBy(approvalId, names)).toEqual([
      ...['asker: self_approval', 'ines: self_approval', 'olga: self_approval'],
      expect.stringMatching(/^gone: /),
      ...['rosa: not_asked', 'demoted: not_asked', 'amal: approved', 'samira: wrong_status'],
    ])
  })

  it('two teams: in order, and by different people', async () => {
    const { checkout, security } = office.groups
    await rule(
      staged(
        { name: 'Checkout', from: [{ group: checkout }] },
        { name: 'Security', votes: 2, from: [{ group: security }] },
      ),
    )
    const { approvalId } = await ask()
    const outcomes = await approveBy(approvalId, [
      'rosa',
      'amal',
      'ines',
      'olga',
      'twice',
      'twice',
      'samira',
      'rosa',
      'rosa',
      'lena',
    ])
    expect(outcomes).toEqual(
      [
        ...['rosa: not_its_turn', 'amal: not_asked', 'ines: self_approval', 'olga: self_approval', 'twice: pending'],
        ...['twice: already_voted', 'samira: not_asked', 'rosa: pending', 'rosa: already_voted', 'lena: approved'],
      ].map((outcome) => (outcome.startsWith('rosa: not_its_turn') ? expect.stringMatching(/^rosa: not_/) : outcome)),
    )
  })

  it('named people and owners: they, and nobody with a higher role', async () => {
    const { amal } = office.people
    await rule(
      staged(
        { name: 'Amal', from: [{ member: amal.memberId }] },
        { name: 'Owner of the system', from: [{ owner: 'system' }] },
      ),
    )
    const { approvalId } = await ask()
    expect(await approveBy(approvalId, ['second', 'samira', 'amal', 'second', 'sten'])).toEqual([
      ...['second: not_asked', 'samira: not_asked', 'amal: pending', 'second: not_asked', 'sten: approved'],
    ])
  })

  it('hours: nobody votes outside them', async () => {
    const closed = { weekdays: [NOW.getUTCDay() === 0 ? 1 : 7], startMinute: 0, durationMinutes: 60, timeZone: 'UTC' }
    await rule(staged({ name: 'Approver', from: [{ role: 'approver' }], windows: [closed] }))
    const { approvalId } = await ask()
    expect(await approveBy(approvalId, ['amal'])).toEqual(['amal: outside_hours'])
  })

  it('rules that decide by themselves: what is narrow passes, what is broad does not, what never ends is looked at', async () => {
    const { checkout, security } = office.groups
    await rule({
      consent: { groups: [checkout, security] },
      rules: [
        {
          name: 'Broad',
          when: { accessLevels: ['permissions-management'] },
          verdict: { kind: 'auto-deny', reason: 'Too much.' },
        },
        { name: 'Reads', when: { onlyAccessLevels: ['list', 'read'] }, verdict: { kind: 'auto-approve' } },
      ],
    })
    const { systemId } = office
    expect(await ask()).toMatchObject({ status: 'active', reason: expect.stringContaining('Reads') })
    const broad = { targets: [{ systemId, permissions: ['role:assign'] }] }
    expect(await ask(broad)).toMatchObject({ status: 'denied', reason: expect.stringContaining('Too much.') })
    const forEver = { durationSeconds: undefined, expiresAt: null }
    const { approvalId, status } = await ask(forEver)
    expect(status).toBe('pending')
    expect(await approveBy(approvalId, [...nobodyElse.slice(0, 3), 'amal'])).toEqual([
      ...refused.slice(0, 3),
      'amal: approved',
    ])
  })

  it('consent: where no policy agrees for the principal, they are asked first, in person, and that is no approval', async () => {
    await rule({ rules: [], consent: { groups: [] } })
    const { approvalId } = await ask()
    expect(await approveBy(approvalId, ['amal', 'ines'])).toEqual(['amal: not_asked', 'ines: step_up_required'])
    const { ctx } = office.people.ines
    expect(await decideApproval(ctx, { approvalId, vote: 'approve' }), 'consent').toEqual({ status: 'pending' })
    expect(await approveBy(approvalId, ['ines', 'amal'])).toEqual(['ines: self_approval', 'amal: approved'])
  })

  it('rules that changed meanwhile: a request keeps those under which it was asked', async () => {
    await rule(staged({ name: 'Approver', from: [{ role: 'approver' }] }))
    const { approvalId } = await ask()
    await rule(staged({ name: 'Security', votes: 2, from: [{ group: office.groups.security }] }))
    expect(await approveBy(approvalId, ['rosa', 'amal'])).toEqual(['rosa: not_asked', 'amal: approved'])
    const { approvalId: later } = await ask()
    expect(await approveBy(later, ['amal', 'rosa', 'lena'])).toEqual([
      'amal: not_asked',
      'rosa: pending',
      'lena: approved',
    ])
  })
})
