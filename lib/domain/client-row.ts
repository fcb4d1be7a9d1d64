import type { AuthMethod, SigningAlg } from '@/lib/domain/client'
import { SECRET_AGE_DAYS } from '@/lib/domain/client-terms'
import type { FederationConditions } from '@/lib/domain/federation'
import type { IdentityKind } from '@/lib/domain/identity'
import type { IdentifyBy } from '@/lib/domain/issuer-terms'

const DAY_MILLISECONDS = 86_400_000

/** A live secret: never itself, only its last four characters and when it was made. */
export type SecretRow = { id: string; hint: string; createdAt: Date; expiresAt: Date | null }

/** Whether a secret is due for replacement. */
export function isSecretOld(secret: { createdAt: Date | string }, now: Date): boolean {
  return now.getTime() - new Date(secret.createdAt).getTime() > SECRET_AGE_DAYS * DAY_MILLISECONDS
}

export type FederationRow = {
  id: string
  issuerId: string
  issuer: string
  issuerName: string
  isTrusted: boolean
  audience: string
  conditions: FederationConditions
}

/** A client as lists show it. Ids are public. `scopes` empty: no maximum of its own. `keys`: how many public keys it gave;
 *  `secrets` are the live ones, oldest first; `systems` are those it checks as resource server. */
export type ClientRow = {
  id: string
  name: string
  status: 'active' | 'disabled'
  identity: { id: string; name: string; kind: IdentityKind }
  authMethods: AuthMethod[]
  scopes: string[]
  signingAlg: SigningAlg
  requiresDpop: boolean
  requestsPerMinute: number | null
  keys: number
  jwksUri: string | null
  systems: { id: string; key: string; name: string }[]
  secrets: SecretRow[]
  federations: FederationRow[]
  createdBy: string
  createdAt: Date
  disabledAt: Date | null
  lastUsedAt: Date | null
  liveSessions: number
}

/** A trusted issuer as lists show it. `keys` 0 without `jwksUri`: they are discovered. `federations` counts clients' rules
 *  that rest on it, `subjects` those linked to an identity. */
export type IssuerRow = {
  id: string
  issuer: string
  name: string
  status: 'active' | 'disabled'
  audiences: string[]
  identifyBy: IdentifyBy
  keys: number
  jwksUri: string | null
  federations: number
  subjects: number
  createdAt: Date
}

/** Who an identity is at a trusted issuer. */
export type SubjectRow = { issuerId: string; issuer: string; issuerName: string; subject: string; createdAt: Date }
