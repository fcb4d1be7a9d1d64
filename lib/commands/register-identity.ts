import { z } from 'zod'
import { checkTeamName } from '@/lib/commands/check-group-name'
import { loadOwner } from '@/lib/commands/load-owner'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { IDENTITY_KINDS } from '@/lib/domain/identity'
import { newId, toPublicId } from '@/lib/id'

export const registerIdentityInput = z.object({
  kind: z.enum(IDENTITY_KINDS),
  name: z.string().trim().min(1).max(300),
  externalId: z.string().max(2000).nullish(),
  email: z.email().nullish(),
  ownerId: z.string().nullish(),
  isThirdParty: z.boolean().default(false),
})

/** Makes an identity known: a human, a team, or something that acts for one. Whoever is in the group of a team's name answers
 *  for what it owns. @throws DomainError `already_exists`, `name_has_power`, `not_found` or `not_an_owner` for the owner */
export async function registerIdentity(
  ctx: Context,
  input: z.output<typeof registerIdentityInput>,
): Promise<{ identityId: string }> {
  authorize(ctx, 'manage-identities')
  const id = newId(ctx.now)
  const { kind, name, externalId, email, isThirdParty } = input
  return mutate(ctx, async (tx) => {
    const taken = externalId && (await tx.identity.findFirst({ where: { orgId: ctx.orgId, externalId } }))
    if (taken) throw new DomainError('already_exists', `There is an identity ${externalId} already.`)
    if (kind === 'team') await checkTeamName(tx, ctx, name)
    const owner = await loadOwner(tx, ctx, input.ownerId)
    const seen = { firstSeenAt: ctx.now, createdAt: ctx.now }
    await tx.identity.create({
      data: { orgId: ctx.orgId, id, kind, name, externalId, email, ownerId: owner?.id, isThirdParty, ...seen },
    })
    return {
      result: { identityId: toPublicId('identity', id) },
      events: [
        { action: 'identity.registered', subjectKind: 'identity', subjectId: id, subjectName: name, data: { kind } },
      ],
    }
  })
}
