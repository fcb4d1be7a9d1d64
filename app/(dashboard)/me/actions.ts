'use server'
import type { z } from 'zod'
import { endOwnAccess, endOwnAccessInput } from '@/lib/commands/end-own-access'
import { withdrawConsent, withdrawConsentInput } from '@/lib/commands/withdraw-consent'
import { action } from '@/lib/http/action'

const endAction = action(endOwnAccessInput, endOwnAccess)
const withdrawAction = action(withdrawConsentInput, withdrawConsent)

export async function endMyAccess(input: z.input<typeof endOwnAccessInput>) {
  return endAction(input)
}

export async function withdrawMyConsent(input: z.input<typeof withdrawConsentInput>) {
  return withdrawAction(input)
}
