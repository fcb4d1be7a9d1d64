import { hash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Prisma } from '@/generated/prisma/client'
import { newId, toPublicId } from '@/lib/id'
import { openService } from '@/lib/oauth/open-service'
import { closeTokenService, createTokenService } from '@/lib/oauth/token-service'
import { type Access, createAccess } from '@/tests/support/access-fixture'
import { at, NOW } from '@/tests/support/clock'

export const SECRET = 'a secret of the tests, with 32 characters or more'

/** The moment at which a service under test lives: stands still until it is set. */
export type Clock = { now: Date }
export type Parameters = Record<string, string | string[]>
export type TokenService = Awaited<ReturnType<typeof startTokenService>>
export type Delegation = Awaited<ReturnType<typeof createDelegation>>

/** A form as a request body; a list is sent as the same parameter repeated. */
export function formBody(parameters: Parameters): URLSearchParams {
  const pairs = Object.entries(parameters).flatMap(([name, value]) => [value].flat().map((each) => [name, each]))
  return new URLSearchParams(pairs)
}

/** `Authorization` of client_secret_basic. */
export function basic(clientId: string, secret: string): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` }
}

/** The token service over HTTP on a free port of this machine, against this test file's database. Its issuer is its own
 *  address unless told otherwise. Several may run at once, each an instance; end each by `stop`. */
export async function startTokenService({ clock = { now: NOW } as Clock, issuer = '', secret = SECRET } = {}) {
  const service = await openService({ issuer, remitUrl: 'http://localhost:3000', secret, clock: () => clock.now })
  const server = createTokenService(service).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  service.issuer ||= url
  const post = (path: string, parameters: Parameters, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, { method: 'POST', body: formBody(parameters), headers })
  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${url}${path}`, { headers })
  const stop = () => closeTokenService(server, 0)
  return { url, issuer: service.issuer, service, server, clock, post, get, stop }
}

type ClientRow = Partial<Prisma.ClientUncheckedCreateInput> & { identityId: string; systemIds?: string[] }

/** A client of an identity, with one secret. `id` is its UUID, `clientId` what it calls itself; `systemIds` make it a
 *  resource server. `basic` are the headers by which it proves itself. */
export async function createClient({ db, orgId }: Access, { systemIds = [], ...row }: ClientRow) {
  const id = newId(NOW)
  const clientId = toPublicId('client', id)
  const secret = randomBytes(32).toString('base64url')
  const authMethods = ['client_secret_basic', 'client_secret_post']
  const rest = { name: `client ${clientId}`, authMethods, createdBy: 'test', createdAt: NOW }
  await db.client.create({ data: { orgId, id, ...rest, ...row } })
  await db.clientSystem.createMany({ data: systemIds.map((systemId) => ({ orgId, clientId: id, systemId })) })
  await addSecret({ db, orgId }, id, secret)
  return { id, clientId, secret, basic: basic(clientId, secret) }
}

/** One more secret of a client; returns its UUID. */
export async function addSecret(
  { db, orgId }: Pick<Access, 'db' | 'orgId'>,
  clientId: string,
  secret: string,
  over: Partial<Prisma.ClientSecretUncheckedCreateInput> = {},
): Promise<string> {
  const id = newId(NOW)
  const sha256 = Buffer.from(hash('sha256', secret), 'hex')
  const row = { orgId, id, clientId, sha256, hint: secret.slice(-4), createdAt: NOW }
  await db.clientSecret.create({ data: { ...row, ...over } })
  return id
}

export const PERMISSIONS = { 'case:list': 'list', 'case:read': 'read', 'case:write': 'write' }

/** An organisation in which an agent may act for a human: a system with three permissions, an active grant for two of
 *  them, the agent's client, and the client of the resource server that stands before the system. */
export async function createDelegation() {
  const access = await createAccess()
  const principal = await access.identity({ kind: 'human', name: 'Ines', email: 'ines@example.com' })
  const agent = await access.identity({ kind: 'agent', name: 'support-agent' })
  const gateway = await access.identity({ kind: 'service', name: 'gateway' })
  const key = `ticketing-${newId(NOW).slice(-12)}`
  const resourceUri = `https://${key}.example.com/api`
  const system = await access.system({ name: 'ticketing', key, resourceUri })
  await access.permissions(system.id, PERMISSIONS)
  const bounds = { maxSessionTtlSeconds: 3600, startsAt: at('-1d'), expiresAt: at('+30d'), maxChainDepth: 3 }
  const grant = await access.grant({ principalId: principal.id, actorId: agent.id, name: 'Answer cases', ...bounds })
  await access.target(grant.id, system.id, ['case:list', 'case:read'])
  const client = await createClient(access, { identityId: agent.id })
  const resourceServer = await createClient(access, { identityId: gateway.id, systemIds: [system.id] })
  return {
    access,
    orgId: access.orgId,
    principal,
    agent,
    gateway,
    system: { ...system, key, resourceUri },
    grant,
    client,
    resourceServer,
  }
}
