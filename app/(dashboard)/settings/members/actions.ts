'use server'
import type { z } from 'zod'
import { addMember, addMemberInput } from '@/lib/commands/add-member'
import { changeMember, changeMemberInput } from '@/lib/commands/change-member'
import { deactivateMember, deactivateMemberInput, reactivateMember } from '@/lib/commands/deactivate-member'
import { action } from '@/lib/http/action'

const addAction = action(addMemberInput, addMember)
const changeAction = action(changeMemberInput, changeMember)
const deactivateAction = action(deactivateMemberInput, deactivateMember)
const reactivateAction = action(deactivateMemberInput, reactivateMember)

export async function addTheMember(input: z.input<typeof addMemberInput>) {
  return addAction(input)
}
export async function changeTheMember(input: z.input<typeof changeMemberInput>) {
  return changeAction(input)
}
export async function deactivateTheMember(input: z.input<typeof deactivateMemberInput>) {
  return deactivateAction(input)
}
export async function reactivateTheMember(input: z.input<typeof deactivateMemberInput>) {
  return reactivateAction(input)
}
