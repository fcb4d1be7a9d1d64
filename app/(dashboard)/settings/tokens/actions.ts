'use server'
import type { z } from 'zod'
import { createApiToken } from '@/lib/commands/create-api-token'
import { revokeApiToken, revokeApiTokenInput } from '@/lib/commands/revoke-api-token'
import { createApiTokenInput } from '@/lib/domain/api-token'
import { action } from '@/lib/http/action'

const createAction = action(createApiTokenInput, createApiToken)
const revokeAction = action(revokeApiTokenInput, revokeApiToken)

export async function createTheToken(input: z.input<typeof createApiTokenInput>) {
  return createAction(input)
}
export async function revokeTheToken(input: z.input<typeof revokeApiTokenInput>) {
  return revokeAction(input)
}
