import { addFederation, addFederationInput } from '@/lib/commands/add-federation'
import { changeClient, changeClientInput } from '@/lib/commands/change-client'
import { createClient, createClientInput } from '@/lib/commands/create-client'
import { disableClient, disableClientInput } from '@/lib/commands/disable-client'
import { enableClient } from '@/lib/commands/enable-client'
import { revokeClientSecret } from '@/lib/commands/revoke-client-secret'
import { rotateClientSecret } from '@/lib/commands/rotate-client-secret'
import type { ClientRow } from '@/lib/domain/client-row'
import type { Context } from '@/lib/domain/context'
import { settings } from '@/lib/env'
import { listClients, listClientsInput } from '@/lib/queries/list-clients'
import { parseOptions, readJsonFile, wordsOf } from '@/lib/runtime/parse-options'
import { UsageError } from '@/lib/runtime/usage-error'

/** What `remit client create` and `change` are told. Lists are words with commas or spaces between. */
export type ClientOptions = {
  identity?: string
  name?: string
  auth?: string
  checks?: string
  scopes?: string
  jwks?: string
  jwksUri?: string
  alg?: string
  dpop?: boolean
  rate?: string
}

const withoutUnsaid = (terms: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined))

async function termsOf(options: ClientOptions) {
  return withoutUnsaid({
    name: options.name,
    authMethods: wordsOf(options.auth),
    systems: wordsOf(options.checks),
    scopes: wordsOf(options.scopes),
    jwks: await readJsonFile(options.jwks),
    jwksUri: options.jwksUri,
    signingAlg: options.alg,
    requiresDpop: options.dpop,
    requestsPerMinute: options.rate === undefined ? undefined : Number(options.rate),
  })
}

/** A client that brings keys proves itself by them, any other with a secret, unless said otherwise. */
function usualMethod({ jwks, jwksUri }: ClientOptions): string[] {
  return [jwks === undefined && jwksUri === undefined ? 'client_secret_basic' : 'private_key_jwt']
}

/** Makes a client and tells what it needs to ask for a session, in the words of the standard (RFC 6749, RFC 8414). */
export async function createFromTerminal(ctx: Context, options: ClientOptions) {
  const terms = { authMethods: usualMethod(options), ...(await termsOf(options)), identity: options.identity }
  const { clientId, name, identityId, secret } = await createClient(ctx, parseOptions(createClientInput, terms))
  const issuer = settings().REMIT_TOKEN_URL
  return {
    client_id: clientId,
    ...(secret ? { client_secret: secret.secret } : {}),
    token_endpoint: `${issuer}/token`,
    issuer,
    name,
    identity: identityId,
  }
}

export async function changeFromTerminal(ctx: Context, clientId: string, options: ClientOptions) {
  const terms = await termsOf(options)
  const { clientId: client_id } = await changeClient(ctx, parseOptions(changeClientInput, { ...terms, clientId }))
  return { client_id, changed: Object.keys(terms) }
}

export async function rotateFromTerminal(ctx: Context, clientId: string, options: { revokeOldest?: boolean }) {
  const told = await rotateClientSecret(ctx, { clientId, revokeOldest: options.revokeOldest ?? false })
  const { secret: client_secret, secretId: secret_id, revoked } = told
  return { client_id: clientId, client_secret, secret_id, ...(revoked ? { revoked: `…${revoked}` } : {}) }
}

export async function revokeSecretFromTerminal(ctx: Context, clientId: string, secretId: string) {
  const { left } = await revokeClientSecret(ctx, { clientId, secretId })
  return { client_id: clientId, revoked: secretId, live_secrets: left }
}

/** Disables or enables; `verb` is the word on the command line. */
export async function switchFromTerminal(ctx: Context, verb: 'disable' | 'enable', clientId: string, reason: string) {
  const input = parseOptions(disableClientInput, { clientId, reason })
  const { status } = await (verb === 'disable' ? disableClient(ctx, input) : enableClient(ctx, input))
  return { client_id: clientId, status }
}

/** `sub=repo:org/name:*` as a condition; one claim said twice has either value. */
function conditionsOf(said: readonly string[]): Record<string, string[]> {
  const conditions: Record<string, string[]> = {}
  for (const each of said) {
    const at = each.indexOf('=')
    if (at < 1) throw new UsageError(`"${each}" is no condition: write claim=pattern.`)
    const claim = each.slice(0, at)
    conditions[claim] = [...(conditions[claim] ?? []), each.slice(at + 1)]
  }
  return conditions
}

export type FederationOptions = { issuer: string; audience: string; condition: string[] }

export async function federateFromTerminal(ctx: Context, clientId: string, options: FederationOptions) {
  const { issuer, audience, condition } = options
  const input = { clientId, issuer, audience, conditions: conditionsOf(condition) }
  const { federationId } = await addFederation(ctx, parseOptions(addFederationInput, input))
  return { client_id: clientId, federation_id: federationId }
}

/** Every client, a page at a time. */
export async function clientsForTerminal(ctx: Context, identity: string | undefined): Promise<ClientRow[]> {
  const rows: ClientRow[] = []
  let after: string | undefined
  do {
    const page = await listClients(ctx, parseOptions(listClientsInput, { identity, after, limit: 200 }))
    rows.push(...page.rows)
    after = page.next ?? undefined
  } while (after)
  return rows
}
