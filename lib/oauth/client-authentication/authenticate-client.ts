import type { AuthenticatedClient, AuthMethod } from '@/lib/domain/client'
import { fromPublicId, toPublicId } from '@/lib/id'
import { type Credentials, readCredentials, unproven } from '@/lib/oauth/client-authentication/credentials'
import { matchesSecret } from '@/lib/oauth/client-authentication/matches-secret'
import type { Asked } from '@/lib/oauth/endpoint'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { type ClientForAuthentication, findClientForAuthentication } from '@/lib/queries/find-client-for-authentication'

/** So many token requests a client may make a minute, unless it was given a number of its own. */
const TOKENS_PER_MINUTE = 6_000

/** The client that makes this request, once it has proved itself by exactly one method that it may use, and is within its
 *  rate. Nothing is remembered between requests.
 *  @throws OAuthError `invalid_client` (401), `invalid_request` (400), `slow_down` (429)
 *  @throws DomainError `unavailable` */
export async function authenticateClient(asked: Asked): Promise<AuthenticatedClient> {
  const credentials = readCredentials(asked)
  const client = await prove(asked, credentials)
  limitRate(asked, client)
  return client
}

/** What was proved, and the claims of the ID token that proved it. */
type Proof = { method: AuthMethod; claims: Readonly<Record<string, unknown>> | null }

async function prove(asked: Asked, credentials: Credentials): Promise<AuthenticatedClient> {
  const found = await findClient(credentials.clientId ?? '')
  const proof = await verify(asked, credentials, found)
  if (!found || !proof || !found.authMethods.includes(proof.method)) throw unproven(asked)
  return toAuthenticated(found, proof)
}

async function verify(
  asked: Asked,
  credentials: Credentials,
  client: ClientForAuthentication | null,
): Promise<Proof | null> {
  if (credentials.kind === 'assertion') return null
  const isMatch = matchesSecret(client, credentials.secret, asked.now)
  return isMatch ? { method: credentials.kind, claims: null } : null
}

async function findClient(clientId: string): Promise<ClientForAuthentication | null> {
  const id = uuidOf(clientId)
  return id === null ? null : findClientForAuthentication(id)
}

function uuidOf(clientId: string): string | null {
  try {
    return fromPublicId('client', clientId)
  } catch {
    return null
  }
}

function toAuthenticated(client: ClientForAuthentication, proof: Proof): AuthenticatedClient {
  return {
    orgId: client.orgId,
    id: client.id,
    clientId: toPublicId('client', client.id),
    name: client.name,
    identityId: client.identityId,
    authMethod: proof.method,
    scopes: client.scopes,
    requiresDpop: client.requiresDpop,
    signingAlg: client.signingAlg,
    systemIds: client.systemIds,
    requestsPerMinute: client.requestsPerMinute,
    claims: proof.claims,
  }
}

function limitRate({ service, path, now }: Asked, { id, requestsPerMinute }: AuthenticatedClient): void {
  const perMinute = requestsPerMinute ?? (path === '/token' ? TOKENS_PER_MINUTE : null)
  const waitSeconds = perMinute === null ? null : service.rateLimiter.take(id, perMinute, now)
  if (waitSeconds === null) return
  const headers = { 'retry-after': String(waitSeconds) }
  throw new OAuthError('slow_down', `This client may ask ${perMinute} times a minute.`, { status: 429, headers })
}
