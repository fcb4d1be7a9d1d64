/** How a client of the token service may prove itself (RFC 8414 `token_endpoint_auth_methods_supported`; `federated`: an
 *  ID token of a trusted issuer as RFC 7523 assertion). */
export const AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'federated'] as const
export type AuthMethod = (typeof AUTH_METHODS)[number]

export const SIGNING_ALGS = ['ES256', 'RS256'] as const
export type SigningAlg = (typeof SIGNING_ALGS)[number]

/** A client that has proved itself. Ids are UUIDs, `clientId` is the public one (`cli_…`). `scopes` empty = no maximum of
 *  its own. `systemIds`: where it stands as resource server. `claims`: of the ID token it came with, where it did. */
export type AuthenticatedClient = {
  orgId: string
  id: string
  clientId: string
  name: string
  identityId: string
  authMethod: AuthMethod
  scopes: readonly string[]
  requiresDpop: boolean
  signingAlg: SigningAlg
  systemIds: readonly string[]
  requestsPerMinute: number | null
  claims: Readonly<Record<string, unknown>> | null
}
