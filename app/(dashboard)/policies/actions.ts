'use server'
import { z } from 'zod'
import { proposePolicy, proposePolicyInput } from '@/lib/commands/propose-policy'
import { withdrawPolicy, withdrawPolicyInput } from '@/lib/commands/withdraw-policy'
import { identityListInput } from '@/lib/domain/identity-filter'
import { policyTrialInput } from '@/lib/domain/policy-trial'
import { action } from '@/lib/http/action'
import { pageContext } from '@/lib/http/context'
import { checkPolicyDraft } from '@/lib/queries/check-policy-draft'
import { listIdentities } from '@/lib/queries/list-identities'
import { findSystems } from '@/lib/queries/search-catalogue'
import { testPolicy } from '@/lib/queries/test-policy'

const proposeAction = action(proposePolicyInput, proposePolicy)
const withdrawAction = action(withdrawPolicyInput, withdrawPolicy)
const checkAction = action(z.object({ content: z.unknown() }), (ctx, { content }) => checkPolicyDraft(ctx, content), {
  changes: false,
})
const testAction = action(policyTrialInput, testPolicy, { changes: false })

export async function proposeThePolicy(input: z.input<typeof proposePolicyInput>) {
  return proposeAction(input)
}
export async function withdrawThePolicy(input: z.input<typeof withdrawPolicyInput>) {
  return withdrawAction(input)
}
export async function checkTheDraft(content: unknown) {
  return checkAction({ content })
}
export async function testThePolicy(input: z.input<typeof policyTrialInput>) {
  return testAction(input)
}

/** Identities whose names contain the words, for conditions that name some. */
export async function findIdentities(words: string) {
  const request = identityListInput.parse({ q: String(words).slice(0, 100), limit: 20 })
  const { rows } = await listIdentities(await pageContext(), request)
  return rows.map(({ id, name, kind }) => ({ value: id, label: name, note: kind }))
}

/** Systems whose names contain the words, likewise. */
export async function findSystemChoices(words: string) {
  const found = await findSystems(await pageContext(), { words: String(words).slice(0, 100) })
  return found.map(({ id, name, tier, environment }) => ({
    value: id,
    label: name,
    note: `tier ${tier}, ${environment}`,
  }))
}
