import { z } from 'zod'
import { ensurePartitions, mutate } from '@/lib/db'
import type { CurrentActor } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { timeZoneInput } from '@/lib/domain/window'
import { newId, toPublicId } from '@/lib/id'

export const createOrganisationInput = z.object({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Use lower-case letters, digits and hyphens.'),
  name: z.string().trim().min(1).max(200),
  timeZone: timeZoneInput.default('UTC'),
})

/** Makes an organisation. Only parts of Remit itself can: there is no organisation yet whose member could ask. */
export async function createOrganisation(
  caller: { actor: Extract<CurrentActor, { kind: 'system' }>; now: Date },
  input: z.output<typeof createOrganisationInput>,
): Promise<{ orgId: string; publicId: string }> {
  const orgId = newId(caller.now)
  await ensurePartitions(caller.now, caller.now)
  return mutate({ ...caller, orgId }, async (tx) => {
    const taken = await tx.organisation.findUnique({ where: { slug: input.slug } })
    if (taken) throw new DomainError('already_exists', `There is an organisation ${input.slug} already.`)
    await tx.organisation.create({ data: { id: orgId, ...input, createdAt: caller.now } })
    const subject = { subjectKind: 'organisation', subjectId: orgId, subjectName: input.name } as const
    return {
      result: { orgId, publicId: toPublicId('organisation', orgId) },
      events: [{ action: 'organisation.created', ...subject }],
    }
  })
}
