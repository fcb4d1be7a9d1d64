import { z } from 'zod'
import { checkPublicKeys } from '@/lib/commands/check-public-keys'
import { loadCheckedSystems } from '@/lib/commands/load-checked-systems'
import { clientEvent } from '@/lib/commands/load-client'
import { loadIdentity } from '@/lib/commands/load-identity'
import { newSecret, type ToldSecret } from '@/lib/commands/new-secret'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import { clientTerms, requireKeys, takesSecret } from '@/lib/domain/client-terms'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { type IdentityKind, needsOwner } from '@/lib/domain/identity'
import { newId, toPublicId } from '@/lib/id'

const { name, authMethods, systems, scopes, jwks, jwksUri, signingAlg, requiresDpop, requestsPerMinute } =
  clientTerms.shape

/** `identity` is a public id or an exact name; `name` is the identity's unless given. */
export const createClientInput = z.object({
  identity: z.string().trim().min(1).max(300),
  name: name.optional(),
  authMethods,
  systems: systems.default([]),
  scopes: scopes.default([]),
  jwks: jwks.optional(),
  jwksUri: jwksUri.default(null),
  signingAlg: signingAlg.default('ES256'),
  requiresDpop: requiresDpop.default(false),
  requestsPerMinute: requestsPerMinute.default(null),
})

/** `secret` is told here and never again; null where the client proves itself otherwise. */
export type CreatedClient = { clientId: string; name: string; identityId: string; secret: ToldSecret | null }

/** Lets something that acts ask the token service in its own name. A person signs in, and a team is nobody: neither has one.
 *  @throws DomainError `invalid_keys`, `wrong_kind`, `not_found`, `ambiguous`, `wrong_status` */
export async function createClient(ctx: Context, input: z.output<typeof createClientInput>): Promise<CreatedClient> {
  authorize(ctx, 'manage-clients')
  const { identity: reference, systems: checked, jwks: given, ...terms } = input
  const keys = checkPublicKeys(given)
  requireKeys({ ...terms, jwks: keys })
  const id = newId(ctx.now)
  const secret = takesSecret(terms.authMethods) ? newSecret(ctx) : null
  return mutate(ctx, async (tx) => {
    const identity = await loadIdentity(tx, ctx, reference)
    if (!needsOwner(identity.kind as IdentityKind)) {
      throw new DomainError(
        'wrong_kind',
        'People sign in. A client belongs to an agent, pipeline, service or workload.',
      )
    }
    const found = await loadCheckedSystems(tx, ctx, checked)
    const row = { ...terms, orgId: ctx.orgId, id, identityId: identity.id, name: terms.name ?? identity.name }
    const made = { createdBy: ctx.actor.name, createdAt: ctx.now }
    await tx.client.create({ data: { ...row, ...made, ...(keys ? { jwks: keys } : {}) } })
    await tx.clientSystem.createMany({
      data: found.map((system) => ({ orgId: ctx.orgId, clientId: id, systemId: system.id })),
    })
    if (secret) await tx.clientSecret.create({ data: { ...secret.row, clientId: id } })
    const { name: _, ...said } = terms
    const data = { ...said, systems: found.map((system) => system.key), keys: keys?.keys.length ?? 0 }
    return {
      result: {
        clientId: toPublicId('client', id),
        name: row.name,
        identityId: toPublicId('identity', identity.id),
        secret: secret?.told ?? null,
      },
      events: [clientEvent('client.created', row, { ...data, secretHint: secret?.told.hint ?? null })],
    }
  })
}
