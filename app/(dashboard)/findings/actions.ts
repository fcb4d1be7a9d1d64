'use server'
import type { z } from 'zod'
import { changeFinding, changeFindingInput } from '@/lib/commands/change-finding'
import { action } from '@/lib/http/action'

const changeAction = action(changeFindingInput, changeFinding)

export async function changeTheFindings(input: z.input<typeof changeFindingInput>) {
  return changeAction(input)
}
