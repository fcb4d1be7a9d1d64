'use server'
import type { z } from 'zod'
import { decideByLink, decideByLinkInput } from '@/lib/commands/decide-by-link'
import { action } from '@/lib/http/action'

const decideAction = action(decideByLinkInput, decideByLink)

export async function decideByTheLink(input: z.input<typeof decideByLinkInput>) {
  return decideAction(input)
}
