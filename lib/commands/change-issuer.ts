import { z } from 'zod'
import { checkPublicKeys } from '@/lib/commands/check-public-keys'
import { loadIssuer } from '@/lib/commands/load-issuer'
import { mutate, Prisma } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { issuerTerms } from '@/lib/domain/issuer-terms'

/** What is not named stays as it is. `jwks: null` takes the keys away, and they are discovered; `disabled` believes no
 *  token of it. `issuer` is its public id or its name in tokens, which itself never changes: another one is another issuer. */
export const changeIssuerInput = issuerTerms.partial().extend({
  issuer: z.string().trim().min(1).max(500),
  status: z.enum(['active', 'disabled']).optional(),
})

/** Changes what is believed of an issuer, from the next token on. @throws DomainError `not_found`, `invalid_keys` */
export async function changeIssuer(
  ctx: Context,
  input: z.output<typeof changeIssuerInput>,
): Promise<{ status: string }> {
  authorize(ctx, 'manage-clients')
  const { issuer: reference, jwks: given, ...terms } = input
  const keys = checkPublicKeys(given)
  return mutate(ctx, async (tx) => {
    const issuer = await loadIssuer(tx, ctx, reference)
    const jwksUri = terms.jwksUri === undefined ? issuer.jwksUri : terms.jwksUri
    if (jwksUri && (given === undefined ? issuer.jwks : keys)) {
      throw new DomainError('invalid_keys', 'Give the keys, or the address of the keys, not both.')
    }
    const { orgId, id } = issuer
    const jwks = given === undefined ? {} : { jwks: keys ?? Prisma.DbNull }
    const changed = await tx.trustedIssuer.update({ where: { orgId_id: { orgId, id } }, data: { ...terms, ...jwks } })
    const { name, audiences, identifyBy, status } = issuer
    const subject = { subjectKind: 'issuer', subjectId: id, subjectName: changed.name } as const
    const now = { ...terms, ...(given === undefined ? {} : { keys: keys?.keys.length ?? 0 }) }
    const data = { ...now, was: { name, audiences, identifyBy, status, jwksUri: issuer.jwksUri } }
    return { result: { status: changed.status }, events: [{ action: 'issuer.changed', ...subject, data }] }
  })
}
