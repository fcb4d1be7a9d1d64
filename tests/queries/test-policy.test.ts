import { expect, it } from 'vitest'
import { addMember, addMemberInput } from '@/lib/commands/add-member'
import { policyTrialInput } from '@/lib/domain/policy-trial'
import { testPolicy } from '@/lib/queries/test-policy'
import { at } from '@/tests/support/clock'
import { createLifecycle } from '@/tests/support/lifecycle-fixture'

const trial = (content: object, days = 90) => policyTrialInput.parse({ content, days })
const approve = { kind: 'auto-approve' }
const deny = { kind: 'auto-deny', reason: 'Too broad.' }

it('tells which past requests would have gone another way, and which rule decides how many', async () => {
  const org = await createLifecycle()
  const reads = { name: 'Read', targets: [{ systemId: org.systemId, permissions: ['case:read'] }] }
  const roles = { name: 'Roles', targets: [{ systemId: org.systemId, permissions: ['role:assign'] }] }
  await org.grant({ ...reads, expiresAt: null })
  await org.request(reads, org.as('admin', at('-1m')))
  await org.request(roles)
  await org.request({ ...reads, name: 'Long ago' }, org.as('admin', at('-20d')))
  const rules = [
    { name: 'No roles', when: { accessLevels: ['permissions-management'] }, verdict: deny },
    { name: 'Reading', when: { onlyAccessLevels: ['list', 'read'] }, verdict: approve },
  ]
  const result = await testPolicy(org.as('admin'), trial({ rules }, 10))
  const { total, other, approved, denied, asked, askedOthers, unread, isPart } = result
  expect({ total, other, approved, denied, asked, askedOthers, unread, isPart }).toEqual({
    ...{ total: 3, other: 2, approved: 1, denied: 1, asked: 0, askedOthers: 0, unread: 0, isPart: false },
  })
  expect(result.rows.map(({ name, proposed, status }) => [name, proposed.rule, status])).toEqual([
    ['Roles', 'No roles', 'pending'],
    ['Read', 'Reading', 'pending'],
  ])
  expect(result.byRule).toEqual([
    { rule: 'No roles', before: 0, after: 1 },
    { rule: 'Reading', before: 0, after: 1 },
    { rule: null, before: 3, after: 1 },
  ])
  expect((await testPolicy(org.as('admin'), trial({ rules }))).total).toBe(4)
})

it('takes rules as they are in force for no change at all, and what is no rules for none', async () => {
  const org = await createLifecycle()
  await addMember(org.remit(), addMemberInput.parse({ email: 'bo@example.com', name: 'bo', roles: ['admin'] }))
  await org.request()
  expect(await testPolicy(org.as('reviewer'), trial({}))).toMatchObject({ total: 1, other: 0, rows: [] })
  const nonsense = testPolicy(org.as('reviewer'), trial({ rules: [{ name: 'x' }] }))
  await expect(nonsense).rejects.toMatchObject({ code: 'invalid_policy' })
})
