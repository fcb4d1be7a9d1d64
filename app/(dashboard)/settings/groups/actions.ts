'use server'
import type { z } from 'zod'
import { changeGroup, changeGroupInput } from '@/lib/commands/change-group'
import { createGroup, createGroupInput } from '@/lib/commands/create-group'
import { deleteGroup, deleteGroupInput } from '@/lib/commands/delete-group'
import { action } from '@/lib/http/action'
import { getGroupUses, getGroupUsesInput } from '@/lib/queries/get-group-uses'

const createAction = action(createGroupInput, createGroup)
const changeAction = action(changeGroupInput, changeGroup)
const usesAction = action(getGroupUsesInput, getGroupUses, { changes: false })
const deleteAction = action(deleteGroupInput, deleteGroup)

export async function createTheGroup(input: z.input<typeof createGroupInput>) {
  return createAction(input)
}
export async function changeTheGroup(input: z.input<typeof changeGroupInput>) {
  return changeAction(input)
}
export async function readTheUses(input: z.input<typeof getGroupUsesInput>) {
  return usesAction(input)
}
export async function deleteTheGroup(input: z.input<typeof deleteGroupInput>) {
  return deleteAction(input)
}
