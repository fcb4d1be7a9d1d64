import type { AuthenticatedClient } from '@/lib/domain/client'
import type { Asked, Reply } from '@/lib/oauth/endpoint'

const MEDIA_TYPE = 'application/token-introspection+jwt'

/** Whether the caller asks for a signed answer (RFC 9701 §4). */
export function wantsJwt({ headers }: Asked): boolean {
  return headers.accept?.toLowerCase().includes(MEDIA_TYPE) ?? false
}

/** The answer as a JWT for this caller alone (RFC 9701 §5). It has neither `sub` nor `exp`, so that it can never pass for
 *  an access token. */
export async function introspectionJwt(
  { service, now }: Asked,
  client: AuthenticatedClient,
  body: Record<string, unknown>,
): Promise<Reply> {
  const iat = Math.floor(now.getTime() / 1000)
  const claims = { iss: service.issuer, aud: client.clientId, iat, token_introspection: body }
  const { jwt } = await service.keys.sign(client.signingAlg, 'token-introspection+jwt', claims)
  return { status: 200, headers: { 'content-type': MEDIA_TYPE }, body: jwt }
}
