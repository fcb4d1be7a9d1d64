'use server'
import type { z } from 'zod'
import { decideByLink, decideByLinkInput } from '@/lib/commands/decide-by-link'
import { action } from '@/lib/http/action'

/** The page stays as it is, to say what was done: read anew, it would say that the link is used. */
const decideAction = action(decideByLinkInput, decideByLink, { changes: false })

export async function decideByTheLink(input: z.input<typeof decideByLinkInput>) {
  return decideAction(input)
}
