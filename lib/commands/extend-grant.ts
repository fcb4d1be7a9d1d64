import { z } from 'zod'
import { askForChange, changePurpose } from '@/lib/commands/ask-for-change'
import { loadChangeableGrant } from '@/lib/commands/load-changeable-grant'
import type { RequestedGrant } from '@/lib/commands/request-grant'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { changeTerms, grantChangeInput } from '@/lib/domain/grant-change'
import { endOf, type GrantTerms } from '@/lib/domain/grant-terms'

/** `expiresAt` null = never ends. */
export const extendGrantInput = z
  .object({
    grantId: z.string(),
    purpose: changePurpose,
    expiresAt: grantChangeInput.shape.expiresAt,
    durationSeconds: grantChangeInput.shape.durationSeconds,
  })
  .refine(({ expiresAt, durationSeconds }) => (expiresAt === undefined) !== !durationSeconds, {
    message: 'Say when it shall end (expiresAt) or how long it shall stand from the approval on (durationSeconds).',
    path: ['expiresAt'],
  })

function checkLater(before: GrantTerms, terms: GrantTerms, now: Date): void {
  const [old, end] = [endOf(before, now), endOf(terms, now)]
  if (old === null) throw new DomainError('nothing_to_change', 'This grant has no end that could be put off.')
  if (end !== null && end <= old)
    throw new DomainError('nothing_to_change', 'It stands longer than that already. To shorten it, narrow it.')
}

/** Asks for a grant to stand longer, with all else as it is: a request of its own, and until it is decided the grant ends when
 *  it did. @throws DomainError `nothing_to_change`, `change_pending`, `wrong_status`, `lapsed` */
export async function extendGrant(ctx: Context, input: z.output<typeof extendGrantInput>): Promise<RequestedGrant> {
  authorize(ctx, 'request-grant')
  const { grantId, purpose, expiresAt, durationSeconds } = input
  return mutate(ctx, async (tx) => {
    const grant = await loadChangeableGrant(tx, ctx, grantId)
    const terms = changeTerms(grant.terms, { expiresAt, durationSeconds })
    checkLater(grant.terms, terms, ctx.now)
    return askForChange(tx, ctx, grant, { change: 'extend', terms, purpose })
  })
}
