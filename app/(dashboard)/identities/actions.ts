'use server'
import type { z } from 'zod'
import { departIdentity, departIdentityInput } from '@/lib/commands/depart-identity'
import { action } from '@/lib/http/action'

const departAction = action(departIdentityInput, departIdentity)

export async function markAsDeparted(input: z.input<typeof departIdentityInput>) {
  return departAction(input)
}
