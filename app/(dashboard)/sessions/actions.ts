'use server'
import type { z } from 'zod'
import { assignOwner, assignOwnerInput } from '@/lib/commands/assign-owner'
import { lockSessions, lockSessionsInput, unlockSessions, unlockSessionsInput } from '@/lib/commands/lock-sessions'
import { revokeGrant, revokeGrantInput } from '@/lib/commands/revoke-grant'
import { revokeGrants, revokeGrantsInput } from '@/lib/commands/revoke-grants'
import { revokeSessions, revokeSessionsInput } from '@/lib/commands/revoke-sessions'
import { action } from '@/lib/http/action'
import { previewRevocation, previewRevocationInput } from '@/lib/queries/preview-revocation'

const previewAction = action(previewRevocationInput, previewRevocation, { changes: false })
const revokeAction = action(revokeSessionsInput, revokeSessions)
const revokeGrantAction = action(revokeGrantInput, revokeGrant)
const revokeGrantsAction = action(revokeGrantsInput, revokeGrants)
const lockAction = action(lockSessionsInput, lockSessions)
const unlockAction = action(unlockSessionsInput, unlockSessions)
const assignOwnerAction = action(assignOwnerInput, assignOwner)

export async function previewTheRevocation(input: z.input<typeof previewRevocationInput>) {
  return previewAction(input)
}

export async function revokeTheSessions(input: z.input<typeof revokeSessionsInput>) {
  return revokeAction(input)
}

export async function revokeTheGrant(input: z.input<typeof revokeGrantInput>) {
  return revokeGrantAction(input)
}

export async function revokeTheGrants(input: z.input<typeof revokeGrantsInput>) {
  return revokeGrantsAction(input)
}

export async function lockTheSessions(input: z.input<typeof lockSessionsInput>) {
  return lockAction(input)
}

export async function unlockTheSessions(input: z.input<typeof unlockSessionsInput>) {
  return unlockAction(input)
}

export async function assignTheOwner(input: z.input<typeof assignOwnerInput>) {
  return assignOwnerAction(input)
}
