'use server'
import type { z } from 'zod'
import { changeSystem, changeSystemInput } from '@/lib/commands/change-system'
import { action } from '@/lib/http/action'

const changeAction = action(changeSystemInput, changeSystem)

export async function changeTheSystem(input: z.input<typeof changeSystemInput>) {
  return changeAction(input)
}
