import { z } from 'zod'
import { discardDraft } from '@/lib/commands/discard-draft'
import { extendGrant, extendGrantInput } from '@/lib/commands/extend-grant'
import { narrowGrant, narrowGrantInput } from '@/lib/commands/narrow-grant'
import { requestGrant, requestGrantInput } from '@/lib/commands/request-grant'
import { widenGrant, widenGrantInput } from '@/lib/commands/widen-grant'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { type RequestForm, requestForm, toChangeOf, toRequest } from '@/lib/domain/request-form'

export const sendRequestInput = z.object({
  form: requestForm,
  draftId: z.string().nullable(),
  endSessions: z.boolean().default(false),
})

/** `status`: `pending` until people have decided, `active` or `denied` where a rule did, `narrowed` where none was asked. */
export type Sent = { grantId: string; status: 'pending' | 'active' | 'denied' | 'narrowed'; reason: string | null }

function parsed<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const read = schema.safeParse(input)
  if (read.success) return read.data
  throw new DomainError('invalid_input', read.error.issues[0]?.message ?? 'The request was not understood.')
}

async function send(ctx: Context, form: RequestForm, endSessions: boolean): Promise<Sent> {
  if (form.change === 'extend') return extendGrant(ctx, parsed(extendGrantInput, toChangeOf(form)))
  if (form.change === 'widen') return widenGrant(ctx, parsed(widenGrantInput, toChangeOf(form)))
  if (form.change !== 'narrow') return requestGrant(ctx, parsed(requestGrantInput, toRequest(form)))
  const { purpose: reason, ...change } = toChangeOf(form)
  const { grantId } = await narrowGrant(ctx, parsed(narrowGrantInput, { ...change, reason, endSessions }))
  return { grantId, status: 'narrowed', reason: null }
}

/** Sends what the form says by the command it is for; the draft it was is not needed any more. */
export async function sendRequest(ctx: Context, input: z.output<typeof sendRequestInput>): Promise<Sent> {
  const sent = await send(ctx, input.form, input.endSessions)
  if (input.draftId) await discardDraft(ctx, { draftId: input.draftId })
  return sent
}
