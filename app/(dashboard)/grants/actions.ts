'use server'
import type { z } from 'zod'
import { assignOwner, assignOwnerInput } from '@/lib/commands/assign-owner'
import { resumeGrant, suspendGrant, suspendGrantInput } from '@/lib/commands/suspend-grant'
import { action } from '@/lib/http/action'
import { findOwners, findOwnersInput } from '@/lib/queries/find-owners'

const suspendAction = action(suspendGrantInput, suspendGrant)
const resumeAction = action(suspendGrantInput, resumeGrant)
const assignAction = action(assignOwnerInput, assignOwner)
const findAction = action(findOwnersInput, findOwners, { changes: false })

export async function suspendTheGrant(input: z.input<typeof suspendGrantInput>) {
  return suspendAction(input)
}

export async function resumeTheGrant(input: z.input<typeof suspendGrantInput>) {
  return resumeAction(input)
}

export async function assignAnOwner(input: z.input<typeof assignOwnerInput>) {
  return assignAction(input)
}

export async function findTheOwners(input: z.input<typeof findOwnersInput>) {
  return findAction(input)
}
