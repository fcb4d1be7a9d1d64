import { AUTHORIZATION_DETAILS_TYPES } from '@/lib/domain/authorization-details'
import { SIGNING_ALGS } from '@/lib/domain/client'
import { ASSERTION_ALGS } from '@/lib/oauth/assertion'
import { DPOP_ALGS } from '@/lib/oauth/dpop-proof'
import type { Endpoint, Reply } from '@/lib/oauth/endpoint'

/** What everybody may read, scripts of other origins included, and keep for five minutes. */
const PUBLIC = { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' }

/** RFC 8414 §2 knows a federated client's ID token under the name of its parameter. */
const AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt']
const AUTHENTICATED = ['token', 'introspection', 'revocation']

const GRANT_TYPES = ['urn:ietf:params:oauth:grant-type:token-exchange', 'client_credentials']

function metadataOf(issuer: string): Record<string, unknown> {
  const auth = AUTHENTICATED.flatMap((name) => [
    [`${name}_endpoint_auth_methods_supported`, AUTH_METHODS],
    [`${name}_endpoint_auth_signing_alg_values_supported`, ASSERTION_ALGS],
  ])
  return {
    issuer,
    token_endpoint: `${issuer}/token`,
    introspection_endpoint: `${issuer}/introspect`,
    revocation_endpoint: `${issuer}/revoke`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: [],
    grant_types_supported: GRANT_TYPES,
    ...Object.fromEntries(auth),
    dpop_signing_alg_values_supported: DPOP_ALGS,
    authorization_details_types_supported: AUTHORIZATION_DETAILS_TYPES,
    introspection_signing_alg_values_supported: SIGNING_ALGS,
    status_list_aggregation_endpoint: `${issuer}/status-lists`,
  }
}

/** What this server can do, and where (RFC 8414 §3). Under OpenID's name too, for those who look only there. */
export const serveMetadata: Endpoint = async ({ service }): Promise<Reply> => {
  return { status: 200, headers: PUBLIC, body: metadataOf(service.issuer) }
}

/** The public keys (RFC 7517 §5): next, current and previous. */
export const serveJwks: Endpoint = async ({ service }): Promise<Reply> => {
  return { status: 200, headers: PUBLIC, body: await service.keys.publicJwks() }
}
