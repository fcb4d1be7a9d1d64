import { expect, it } from 'vitest'
import { guardrailRequest } from '@/lib/domain/guardrail'
import { getGuardrails } from '@/lib/queries/get-guardrails'
import { tryGuardrails } from '@/lib/queries/try-guardrails'
import { createLifecycle } from '@/tests/support/lifecycle-fixture'
import { putGuardrails } from '@/tests/support/put-guardrails'

it('the guardrails in force are told, version 0 has none, and a version before stays as it was', async () => {
  const org = await createLifecycle()
  const ctx = org.as('manager')
  expect(await getGuardrails(ctx)).toMatchObject({ version: { version: 0 }, content: { policies: [] } })
  await putGuardrails(org.orgId, ['forbid (principal, action, resource);'])
  await putGuardrails(org.orgId, [])
  expect(await getGuardrails(ctx)).toMatchObject({ version: { version: 2 }, content: { policies: [] } })
  expect(await getGuardrails(ctx, 1)).toMatchObject({ content: { policies: [{ name: 'first' }] } })
  await expect(getGuardrails(ctx, 3)).rejects.toMatchObject({ code: 'not_found' })
})

it('guardrails that are being written are told what is wrong with them, or what they answer', async () => {
  const ctx = (await createLifecycle()).as('manager')
  const trial = guardrailRequest.parse({ system: { name: 'billing', tier: 1 } })
  const policy = {
    id: 'a',
    name: 'Tier 1 is closed',
    text: 'forbid (principal, action, resource) when { resource.tier == 1 };',
  }
  expect(await tryGuardrails(ctx, { content: { policies: [policy] }, trial })).toEqual({
    problems: [],
    tests: [],
    trial: { isAllowed: false, guardrails: ['Tier 1 is closed'], message: expect.any(String) },
  })
  const nameless = await tryGuardrails(ctx, { content: { policies: [{ ...policy, name: '' }] }, trial })
  expect(nameless).toMatchObject({ problems: [{ policyId: 'a', message: 'A guardrail needs a name.' }], trial: null })
})
