import DataLoader from 'dataloader'
import { gather } from '@/lib/db/gather'
import { statement } from '@/lib/db/statement'
import type { AuthMethod, SigningAlg } from '@/lib/domain/client'
import type { FederationConditions } from '@/lib/domain/federation'

/** An ID token that counts as the client: of this issuer, for this audience, with these claims. */
export type ClientFederation = {
  issuer: string
  jwks: unknown
  jwksUri: string | null
  audience: string
  conditions: FederationConditions
}

/** An active client and all it can prove itself by. `sha256`: of its secret, in hex; `expiresAt`: ISO time. */
export type ClientForAuthentication = {
  orgId: string
  id: string
  name: string
  identityId: string
  authMethods: AuthMethod[]
  jwks: unknown
  jwksUri: string | null
  scopes: string[]
  signingAlg: SigningAlg
  requiresDpop: boolean
  requestsPerMinute: number | null
  systemIds: string[]
  secrets: { sha256: string; expiresAt: string | null }[]
  federations: ClientFederation[]
}

const read = statement<ClientForAuthentication>(
  'find-client-for-authentication',
  `select c.org_id as "orgId", c.id, c.name, c.identity_id as "identityId", c.auth_methods as "authMethods", c.jwks,
     c.jwks_uri as "jwksUri", c.scopes, c.signing_alg as "signingAlg", c.requires_dpop as "requiresDpop",
     c.requests_per_minute as "requestsPerMinute",
     array(select s.system_id::text from client_systems s where s.org_id = c.org_id and s.client_id = c.id) as "systemIds",
     coalesce((select jsonb_agg(jsonb_build_object('sha256', encode(s.sha256, 'hex'), 'expiresAt', s.expires_at))
       from client_secrets s where s.org_id = c.org_id and s.client_id = c.id and s.revoked_at is null), '[]') as secrets,
     coalesce((select jsonb_agg(jsonb_build_object('issuer', i.issuer, 'jwks', i.jwks, 'jwksUri', i.jwks_uri,
         'audience', f.audience, 'conditions', f.conditions))
       from client_federations f join trusted_issuers i on i.org_id = f.org_id and i.id = f.issuer_id
       where f.org_id = c.org_id and f.client_id = c.id and i.status = 'active'), '[]') as federations
   from unnest($1::uuid[]) w (id) join clients c on c.id = w.id
   where c.status = 'active'`,
)

async function readAll(ids: readonly string[]): Promise<(ClientForAuthentication | null)[]> {
  const found = new Map((await read([[...new Set(ids)]])).map((client) => [client.id, client]))
  return ids.map((id) => found.get(id) ?? null)
}

/** One statement for all requests that arrived while the last events were handled. Nothing is kept: a client that is
 *  disabled is refused at its next request. */
const { schedule, counted } = gather(1)
const loader = new DataLoader<string, ClientForAuthentication | null>(counted(readAll), {
  cache: false,
  batchScheduleFn: schedule,
})

/** The active client of this UUID, whatever its organisation: the id is all that a request brings; null where there is
 *  none. @throws DomainError `unavailable` */
export async function findClientForAuthentication(id: string): Promise<ClientForAuthentication | null> {
  return loader.load(id)
}
