import { z } from 'zod'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { timeZoneInput } from '@/lib/domain/window'

export const changeOrganisationInput = z.object({
  name: z.string().trim().min(1, 'An organisation has a name.').max(200),
  timeZone: timeZoneInput,
})

/** Gives the organisation another name, and its pages and letters another clock. Hours that rules and grants name keep the
 *  zone that was written with them. @throws DomainError `nothing_to_change` */
export async function changeOrganisation(
  ctx: Context,
  input: z.output<typeof changeOrganisationInput>,
): Promise<z.output<typeof changeOrganisationInput>> {
  authorize(ctx, 'manage-organisation')
  const { orgId } = ctx
  return mutate(ctx, async (tx) => {
    const { name, timeZone } = await tx.organisation.findUniqueOrThrow({ where: { id: orgId } })
    if (name === input.name && timeZone === input.timeZone)
      throw new DomainError('nothing_to_change', 'Name and time zone are these already.')
    await tx.organisation.update({ where: { id: orgId }, data: input })
    const subject = { subjectKind: 'organisation', subjectId: orgId, subjectName: input.name } as const
    return {
      result: input,
      events: [{ action: 'organisation.changed', ...subject, data: { was: { name, timeZone }, is: input } }],
    }
  })
}
