import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import * as oauth from 'oauth4webapi'
import { newId } from '@/lib/id'
import type { Access } from '@/tests/support/access-fixture'
import { NOW } from '@/tests/support/clock'
import type { Delegation, Parameters, TokenService } from '@/tests/support/token-service-fixture'

export const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
export const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token'
export const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token'
export const JWT = 'urn:ietf:params:oauth:token-type:jwt'

export type Issuer = Awaited<ReturnType<typeof createIssuer>>

/** An issuer that the organisation trusts, whose keys are known. `sign` makes a token of it that lives an hour. */
export async function createIssuer({ db, orgId }: Access, { identifyBy = 'sub', status = 'active' } = {}) {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const id = newId(NOW)
  const issuer = `https://idp-${id.slice(-12)}.example.com`
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }] }
  const row = { id, issuer, name: 'Workforce', jwks, audiences: ['remit'], identifyBy, status, createdAt: NOW }
  await db.trustedIssuer.create({ data: { orgId, ...row } })
  const sign = (claims: JWTPayload, now = NOW, typ = 'JWT') => {
    const iat = Math.floor(now.getTime() / 1000)
    const rest = { iss: issuer, aud: 'remit', iat, exp: iat + 3600 }
    return new SignJWT({ ...rest, ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'one', typ }).sign(privateKey)
  }
  const link = (subject: string, identityId: string) =>
    db.identitySubject.create({ data: { orgId, issuerId: id, subject, identityId, createdAt: NOW } })
  return { id, issuer, sign, link }
}

export type Told = { status: number; headers: Headers; body: Record<string, unknown> }
type Client = { clientId: string; secret: string }

const toPairs = (parameters: Parameters) =>
  Object.entries(parameters).flatMap(([name, value]) => [value].flat().map((each) => [name, each]))

/** How a client asks for a token, through oauth4webapi. `ask` tells the answer, `take` insists that it is a token as that
 *  library understands the standards. */
export function tokenClient(service: TokenService, client: Client) {
  const server: oauth.AuthorizationServer = { issuer: service.issuer, token_endpoint: `${service.url}/token` }
  const skew = Math.round((service.clock.now.getTime() - Date.now()) / 1000)
  const self: oauth.Client = { client_id: client.clientId, [oauth.clockSkew]: skew }
  const request = (type: string, parameters: Parameters, DPoP?: oauth.DPoPHandle) =>
    oauth.genericTokenEndpointRequest(server, self, oauth.ClientSecretBasic(client.secret), type, toPairs(parameters), {
      [oauth.allowInsecureRequests]: true,
      ...(DPoP ? { DPoP } : {}),
    })
  const ask = async (parameters: Parameters, type = EXCHANGE, proof?: oauth.DPoPHandle): Promise<Told> => {
    const response = await request(type, parameters, proof)
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  const take = async (parameters: Parameters, type = EXCHANGE, proof?: oauth.DPoPHandle) => {
    const response = await request(type, parameters, proof)
    if (response.status !== 200) throw new Error(await response.text())
    return oauth.processGenericTokenEndpointResponse(server, self, response)
  }
  const proofOf = async () => oauth.DPoP(self, await oauth.generateKeyPair('ES256'))
  return { ask, take, proofOf, self, server }
}

/** What a token says, its signature aside. */
export function claimsOf(token: unknown): Record<string, unknown> {
  return JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString())
}

export type HopBounds = { keys?: string[]; maxChainDepth?: number; expiresAt?: Date }

/** Another actor for the same principal on the same system, with its client: the next hop of a chain. */
export async function nextHop(
  { access, principal, system }: Delegation,
  name: string,
  { keys = ['case:list', 'case:read'], ...bounds }: HopBounds = {},
) {
  const actor = await access.identity({ kind: 'service', name })
  const parties = { principalId: principal.id, actorId: actor.id }
  const grant = await access.grant({ ...parties, maxChainDepth: 3, ...bounds, name: `${name} passes on` })
  await access.target(grant.id, system.id, keys)
  return { actor, grant }
}
