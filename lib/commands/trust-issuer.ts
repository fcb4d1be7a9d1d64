import type { z } from 'zod'
import { checkPublicKeys } from '@/lib/commands/check-public-keys'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { issuerTerms } from '@/lib/domain/issuer-terms'
import { issuerInput } from '@/lib/domain/safe-url'
import { newId, toPublicId } from '@/lib/id'

export const trustIssuerInput = issuerTerms.extend({
  issuer: issuerInput,
  identifyBy: issuerTerms.shape.identifyBy.default('sub'),
  jwks: issuerTerms.shape.jwks.optional(),
  jwksUri: issuerTerms.shape.jwksUri.default(null),
})

/** Takes the word of another issuer about who somebody is. It gives nobody access: a grant does, and for a client the
 *  conditions of its federation. @throws DomainError `invalid_keys`, `already_exists` */
export async function trustIssuer(
  ctx: Context,
  input: z.output<typeof trustIssuerInput>,
): Promise<{ issuerId: string }> {
  authorize(ctx, 'manage-clients')
  const { jwks: given, ...terms } = input
  const keys = checkPublicKeys(given)
  if (keys && terms.jwksUri)
    throw new DomainError('invalid_keys', 'Give the keys, or the address of the keys, not both.')
  const id = newId(ctx.now)
  return mutate(ctx, async (tx) => {
    if (await tx.trustedIssuer.findFirst({ where: { orgId: ctx.orgId, issuer: terms.issuer } })) {
      throw new DomainError('already_exists', 'This issuer is in the list already.')
    }
    const row = { ...terms, orgId: ctx.orgId, id, createdAt: ctx.now }
    await tx.trustedIssuer.create({ data: { ...row, ...(keys ? { jwks: keys } : {}) } })
    const subject = { subjectKind: 'issuer', subjectId: id, subjectName: terms.name } as const
    const data = { ...terms, keys: keys?.keys.length ?? 0 }
    return {
      result: { issuerId: toPublicId('issuer', id) },
      events: [{ action: 'issuer.trusted', ...subject, data }],
    }
  })
}
