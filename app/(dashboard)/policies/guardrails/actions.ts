'use server'
import type { z } from 'zod'
import { proposePolicy, proposePolicyInput } from '@/lib/commands/propose-policy'
import { action } from '@/lib/http/action'
import { layOutGuardrail, layOutGuardrailInput, tryGuardrails, tryGuardrailsInput } from '@/lib/queries/try-guardrails'

const tryAction = action(tryGuardrailsInput, tryGuardrails, { changes: false })
const layOutAction = action(layOutGuardrailInput, layOutGuardrail, { changes: false })
const proposeAction = action(proposePolicyInput, proposePolicy)

export async function tryTheGuardrails(input: z.input<typeof tryGuardrailsInput>) {
  return tryAction(input)
}

export async function layOutTheGuardrail(input: z.input<typeof layOutGuardrailInput>) {
  return layOutAction(input)
}

export async function proposeTheGuardrails(input: z.input<typeof proposePolicyInput>) {
  return proposeAction(input)
}
