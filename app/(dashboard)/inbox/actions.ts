'use server'
import type { z } from 'zod'
import { decideApproval, decideApprovalInput } from '@/lib/commands/decide-approval'
import { action } from '@/lib/http/action'

const decideAction = action(decideApprovalInput, (ctx, input) => decideApproval(ctx, input))

export async function decide(input: z.input<typeof decideApprovalInput>) {
  return decideAction(input)
}
