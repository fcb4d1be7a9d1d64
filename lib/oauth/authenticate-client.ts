import { decodeJwt } from 'jose'
import { recordClientUse } from '@/lib/commands/record-client-use'
import type { AuthenticatedClient } from '@/lib/domain/client'
import { fromPublicId, toPublicId } from '@/lib/id'
import { type Credentials, readCredentials, unproven } from '@/lib/oauth/client-authentication/credentials'
import { matchesSecret } from '@/lib/oauth/client-authentication/matches-secret'
import type { Proof } from '@/lib/oauth/client-authentication/proof'
import { proveByFederation } from '@/lib/oauth/client-authentication/prove-by-federation'
import { proveByPrivateKey } from '@/lib/oauth/client-authentication/prove-by-private-key'
import type { Asked } from '@/lib/oauth/endpoint'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { type ClientForAuthentication, findClientForAuthentication } from '@/lib/queries/find-client-for-authentication'

/** So many token requests a client may make a minute, unless it was given a number of its own. */
const TOKENS_PER_MINUTE = 6_000

type Proven = { client: ClientForAuthentication; proof: Proof }

/** The client that makes this request, once it has proved itself by exactly one method that it may use, and is within its
 *  rate. Nothing is remembered between requests, so that one that is disabled is refused at its next.
 *  @throws OAuthError `invalid_client` (401), `invalid_request` (400), `slow_down` (429)
 *  @throws DomainError `unavailable` */
export async function authenticateClient(asked: Asked): Promise<AuthenticatedClient> {
  const { client, proof } = await prove(asked, readCredentials(asked))
  if (!client.authMethods.includes(proof.method)) throw unproven(asked)
  limitRate(asked, client)
  recordClientUse(client, asked.now)
  return toAuthenticated(client, proof)
}

function prove(asked: Asked, credentials: Credentials): Promise<Proven> {
  if (credentials.kind === 'assertion') return proveByAssertion(asked, credentials)
  return proveBySecret(asked, credentials)
}

async function proveBySecret(
  asked: Asked,
  { kind, clientId, secret }: Exclude<Credentials, { kind: 'assertion' }>,
): Promise<Proven> {
  const client = await findClient(clientId)
  if (!matchesSecret(client, secret, asked.now) || !client) throw unproven(asked)
  return { client, proof: { method: kind, claims: null } }
}

/** An assertion that names itself as its issuer is the client's own (RFC 7523 §3), any other an ID token. */
async function proveByAssertion(
  asked: Asked,
  { assertion, clientId }: Extract<Credentials, { kind: 'assertion' }>,
): Promise<Proven> {
  const { iss, sub } = decodeAssertion(asked, assertion)
  if (iss !== undefined && iss === sub && uuidOf(iss)) {
    if (clientId !== undefined && clientId !== iss) {
      throw new OAuthError('invalid_request', 'client_id names another client than the client_assertion.')
    }
    return proveByPrivateKey(asked, assertion, () => findClient(iss))
  }
  if (clientId === undefined) {
    throw new OAuthError('invalid_request', 'client_id is missing; an ID token alone does not say which client it is.')
  }
  return proveByFederation(asked, { token: assertion, issuer: iss ?? '' }, await findClient(clientId))
}

function decodeAssertion(asked: Asked, assertion: string) {
  try {
    return decodeJwt(assertion)
  } catch {
    throw unproven(asked, 'The client_assertion is no JWT.')
  }
}

async function findClient(clientId: string): Promise<ClientForAuthentication | null> {
  const id = uuidOf(clientId)
  return id === null ? null : findClientForAuthentication(id)
}

/** Both ids of those who have proved themselves, so that neither is worked out again at each request. */
const uuids = new Map<string, string>()
const publicIds = new Map<string, string>()

function uuidOf(clientId: string): string | null {
  const known = uuids.get(clientId)
  if (known !== undefined) return known
  try {
    return fromPublicId('client', clientId)
  } catch {
    return null
  }
}

/** The public id of a client that has proved itself. */
function publicIdOf(id: string): string {
  const known = publicIds.get(id)
  if (known !== undefined) return known
  const publicId = toPublicId('client', id)
  publicIds.set(id, publicId)
  uuids.set(publicId, id)
  return publicId
}

function toAuthenticated(client: ClientForAuthentication, { method, claims }: Proof): AuthenticatedClient {
  const { orgId, id, name, identityId, scopes, requiresDpop, signingAlg, systemIds, requestsPerMinute } = client
  const same = { orgId, id, name, identityId, scopes, requiresDpop, signingAlg, systemIds, requestsPerMinute }
  return { ...same, clientId: publicIdOf(id), authMethod: method, claims }
}

function limitRate({ service, path, now }: Asked, { id, requestsPerMinute }: ClientForAuthentication): void {
  const perMinute = requestsPerMinute ?? (path === '/token' ? TOKENS_PER_MINUTE : null)
  const waitSeconds = perMinute === null ? null : service.rateLimiter.take(id, perMinute, now)
  if (waitSeconds === null) return
  const headers = { 'retry-after': String(waitSeconds) }
  throw new OAuthError('slow_down', `This client may ask ${perMinute} times a minute.`, { status: 429, headers })
}
