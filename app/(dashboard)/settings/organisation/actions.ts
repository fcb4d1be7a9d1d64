'use server'
import type { z } from 'zod'
import { changeOrganisation, changeOrganisationInput } from '@/lib/commands/change-organisation'
import { action } from '@/lib/http/action'

const changeAction = action(changeOrganisationInput, changeOrganisation)

export async function changeTheOrganisation(input: z.input<typeof changeOrganisationInput>) {
  return changeAction(input)
}
