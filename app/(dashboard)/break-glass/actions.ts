'use server'
import type { z } from 'zod'
import { breakGlass, breakGlassInput } from '@/lib/commands/break-glass'
import { action } from '@/lib/http/action'
import { emergencySystemInput, getEmergencySystem } from '@/lib/queries/get-emergency-options'

const breakAction = action(breakGlassInput, breakGlass)
const systemAction = action(emergencySystemInput, getEmergencySystem, { changes: false })

export async function breakTheGlass(input: z.input<typeof breakGlassInput>) {
  return breakAction(input)
}

export async function readTheSystem(input: z.input<typeof emergencySystemInput>) {
  return systemAction(input)
}
