'use server'
import type { z } from 'zod'
import { answerOffer, answerOfferInput } from '@/lib/commands/answer-offer'
import { answerQuestion, askQuestion, noteInput } from '@/lib/commands/ask-question'
import { decideApproval, decideApprovalInput } from '@/lib/commands/decide-approval'
import { decideApprovals, decideApprovalsInput } from '@/lib/commands/decide-approvals'
import { makeOffer } from '@/lib/commands/make-offer'
import { recordApprovalRead, recordApprovalReadInput } from '@/lib/commands/record-approval-read'
import { withdrawOffer, withdrawOfferInput } from '@/lib/commands/withdraw-offer'
import { offerInput } from '@/lib/domain/counter-offer'
import { action } from '@/lib/http/action'

const decideAction = action(decideApprovalInput, (ctx, input) => decideApproval(ctx, input))
const severalAction = action(decideApprovalsInput, (ctx, input) => decideApprovals(ctx, input))
const offerAction = action(offerInput, (ctx, input) => makeOffer(ctx, input))
const answerOfferAction = action(answerOfferInput, (ctx, input) => answerOffer(ctx, input))
const withdrawAction = action(withdrawOfferInput, (ctx, input) => withdrawOffer(ctx, input))
const askAction = action(noteInput, (ctx, input) => askQuestion(ctx, input))
const answerAction = action(noteInput, (ctx, input) => answerQuestion(ctx, input))
const readAction = action(recordApprovalReadInput, (ctx, input) => recordApprovalRead(ctx, input), { changes: false })

export async function decide(input: z.input<typeof decideApprovalInput>) {
  return decideAction(input)
}

export async function decideSeveral(input: z.input<typeof decideApprovalsInput>) {
  return severalAction(input)
}

export async function offer(input: z.input<typeof offerInput>) {
  return offerAction(input)
}

export async function replyToOffer(input: z.input<typeof answerOfferInput>) {
  return answerOfferAction(input)
}

export async function takeOfferBack(input: z.input<typeof withdrawOfferInput>) {
  return withdrawAction(input)
}

export async function ask(input: z.input<typeof noteInput>) {
  return askAction(input)
}

export async function answer(input: z.input<typeof noteInput>) {
  return answerAction(input)
}

export async function markRead(input: z.input<typeof recordApprovalReadInput>) {
  return readAction(input)
}
