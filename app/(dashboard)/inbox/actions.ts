'use server'
import type { z } from 'zod'
import { decideGrant, decideGrantInput } from '@/lib/commands/decide-grant'
import { decideSessionRequest, decideSessionRequestInput } from '@/lib/commands/decide-session-request'
import { action } from '@/lib/http/action'

const grantAction = action(decideGrantInput, decideGrant)
const sessionAction = action(decideSessionRequestInput, decideSessionRequest)

export async function decideTheGrant(input: z.input<typeof decideGrantInput>) {
  return grantAction(input)
}

export async function decideTheSession(input: z.input<typeof decideSessionRequestInput>) {
  return sessionAction(input)
}
