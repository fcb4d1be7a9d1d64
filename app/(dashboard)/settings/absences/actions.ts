'use server'
import type { z } from 'zod'
import { endAbsence, endAbsenceInput } from '@/lib/commands/end-absence'
import { setAbsence, setAbsenceInput } from '@/lib/commands/set-absence'
import { action } from '@/lib/http/action'

const setAction = action(setAbsenceInput, setAbsence)
const endAction = action(endAbsenceInput, endAbsence)

export async function setTheAbsence(input: z.input<typeof setAbsenceInput>) {
  return setAction(input)
}
export async function endTheAbsence(input: z.input<typeof endAbsenceInput>) {
  return endAction(input)
}
