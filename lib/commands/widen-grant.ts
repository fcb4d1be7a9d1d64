import type { z } from 'zod'
import { askForChange, changeOfGrant, toChange } from '@/lib/commands/ask-for-change'
import { loadChangeableGrant } from '@/lib/commands/load-changeable-grant'
import type { RequestedGrant } from '@/lib/commands/request-grant'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { changeTerms } from '@/lib/domain/grant-change'
import { endOf, isWithin } from '@/lib/domain/grant-terms'

export const widenGrantInput = changeOfGrant

/** Asks for a grant to allow more than it does: a new approval of all it would then allow, and until it is decided the grant
 *  stays as it is. What lies within it needs none (`narrowGrant`).
 *  @throws DomainError `nothing_to_change`, `change_pending`, `wrong_status`, `lapsed`, `unknown_permission` */
export async function widenGrant(ctx: Context, input: z.output<typeof widenGrantInput>): Promise<RequestedGrant> {
  authorize(ctx, 'request-grant')
  const { grantId, purpose, ...change } = input
  return mutate(ctx, async (tx) => {
    const grant = await loadChangeableGrant(tx, ctx, grantId)
    const terms = changeTerms(grant.terms, toChange(change))
    const end = endOf(terms, ctx.now)
    if (end !== null && end <= ctx.now) throw new DomainError('invalid_input', 'It would be over by now.')
    if (isWithin(grant.terms, terms, ctx.now))
      throw new DomainError('nothing_to_change', 'It allows all of this already. To allow less, narrow it.')
    return askForChange(tx, ctx, grant, { change: 'widen', terms, purpose })
  })
}
