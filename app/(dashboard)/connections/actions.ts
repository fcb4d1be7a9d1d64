'use server'
import type { z } from 'zod'
import { changeIssuer, changeIssuerInput } from '@/lib/commands/change-issuer'
import { trustIssuer, trustIssuerInput } from '@/lib/commands/trust-issuer'
import { action } from '@/lib/http/action'

const trustAction = action(trustIssuerInput, trustIssuer)
const changeAction = action(changeIssuerInput, changeIssuer)

export async function trustTheIssuer(input: z.input<typeof trustIssuerInput>) {
  return trustAction(input)
}
export async function changeTheIssuer(input: z.input<typeof changeIssuerInput>) {
  return changeAction(input)
}
