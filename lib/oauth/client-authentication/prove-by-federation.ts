import { meetsConditions } from '@/lib/domain/federation'
import { unproven } from '@/lib/oauth/client-authentication/credentials'
import type { Proof } from '@/lib/oauth/client-authentication/proof'
import type { Asked } from '@/lib/oauth/endpoint'
import { JwtFault, type VerifiedClaims, verifyJwt } from '@/lib/oauth/verify-jwt'
import type { ClientFederation, ClientForAuthentication } from '@/lib/queries/find-client-for-authentication'

const TYPES = ['jwt']

/** Workload federation: an ID token that a trusted issuer made for this workload is the client, where issuer, audience
 *  and claims are those agreed. It may come again while it lasts: a workload is given one for minutes or an hour. What is
 *  wrong is said only to whoever brings a token that the issuer has signed.
 *  @throws OAuthError `invalid_client` */
export async function proveByFederation(
  asked: Asked,
  { token, issuer }: { token: string; issuer: string },
  client: ClientForAuthentication | null,
): Promise<{ client: ClientForAuthentication; proof: Proof }> {
  const federations = client?.federations.filter((federation) => federation.issuer === issuer) ?? []
  const [first] = federations
  if (!client || !first) throw unproven(asked)
  const claims = await verifyByIssuer(asked, token, first)
  const fault = faultOf(federations, claims)
  if (fault) throw unproven(asked, fault)
  return { client, proof: { method: 'federated', claims } }
}

async function verifyByIssuer(asked: Asked, token: string, federation: ClientFederation): Promise<VerifiedClaims> {
  const { issuer, jwks, jwksUri } = federation
  try {
    return await verifyJwt(asked.service, token, {
      source: { name: issuer, jwks, jwksUri },
      types: TYPES,
      now: asked.now,
    })
  } catch (error) {
    throw error instanceof JwtFault ? unproven(asked, `The ID token does not hold: ${error.message}.`) : error
  }
}

function faultOf(federations: readonly ClientFederation[], claims: VerifiedClaims): string | null {
  const audiences = [claims.aud ?? []].flat()
  const meant = federations.filter(({ audience }) => audiences.includes(audience))
  if (meant.length === 0) return 'The ID token is meant for another audience.'
  if (meant.some(({ conditions }) => meetsConditions(conditions, claims))) return null
  return 'The claims of the ID token are not those agreed for this client.'
}
