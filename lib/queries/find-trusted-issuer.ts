import { statement } from '@/lib/db/statement'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { IdentifyBy } from '@/lib/domain/issuer-terms'

/** An issuer whose word is taken. `id` is a UUID. */
export type TrustedIssuerKeys = {
  id: string
  issuer: string
  identifyBy: IdentifyBy
  audiences: string[]
  jwks: unknown
  jwksUri: string | null
}

const find = statement<TrustedIssuerKeys>(
  'find-trusted-issuer',
  `select id, issuer, identify_by as "identifyBy", audiences, jwks, jwks_uri as "jwksUri"
   from trusted_issuers where org_id = $1 and issuer = $2 and status = 'active'`,
)

/** The issuer of this name (`iss`, letter by letter) that the organisation trusts now; null where it does not.
 *  @throws DomainError `unavailable` */
export async function findTrustedIssuer(ctx: Context, issuer: string): Promise<TrustedIssuerKeys | null> {
  authorize(ctx, 'authenticate-client')
  const [found = null] = await find([ctx.orgId, issuer])
  return found
}
