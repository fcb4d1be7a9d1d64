'use server'
import type { z } from 'zod'
import { changeGroup, changeGroupInput } from '@/lib/commands/change-group'
import { createGroup, createGroupInput } from '@/lib/commands/create-group'
import { action } from '@/lib/http/action'

const createAction = action(createGroupInput, createGroup)
const changeAction = action(changeGroupInput, changeGroup)

export async function createTheGroup(input: z.input<typeof createGroupInput>) {
  return createAction(input)
}
export async function changeTheGroup(input: z.input<typeof changeGroupInput>) {
  return changeAction(input)
}
