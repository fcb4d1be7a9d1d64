'use server'
import type { z } from 'zod'
import { departIdentity, departIdentityInput } from '@/lib/commands/depart-identity'
import { resumeIdentity, suspendIdentity, suspendIdentityInput } from '@/lib/commands/suspend-identity'
import { action } from '@/lib/http/action'

const departAction = action(departIdentityInput, departIdentity)
const suspendAction = action(suspendIdentityInput, suspendIdentity)
const resumeAction = action(suspendIdentityInput, resumeIdentity)

export async function markAsDeparted(input: z.input<typeof departIdentityInput>) {
  return departAction(input)
}

export async function suspendTheIdentity(input: z.input<typeof suspendIdentityInput>) {
  return suspendAction(input)
}

export async function resumeTheIdentity(input: z.input<typeof suspendIdentityInput>) {
  return resumeAction(input)
}
