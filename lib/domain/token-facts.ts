import { z } from 'zod'

/** After so many seconds nobody may rely on a status list any more (Token Status List, `exp`): whoever verifies offline
 *  sees a revocation after at most this. */
export const STATUS_LIST_LIFE_SECONDS = 60

const strings = (separator?: RegExp) =>
  z
    .union([
      z.string().transform((text) => (separator ? text.split(separator).filter(Boolean) : [text])),
      z.array(z.string()),
    ])
    .default([])
    .catch([])

/** What a token said (RFC 9068 §2.2 and what Remit adds), as far as a page tells it apart. */
export const tokenClaims = z.object({
  iss: z.string().nullish().catch(null),
  aud: strings(),
  scope: strings(/\s+/),
  authorization_details: z.array(z.record(z.string(), z.unknown())).default([]).catch([]),
  cnf: z.object({ jkt: z.string() }).nullish().catch(null),
  status: z
    .object({ status_list: z.object({ idx: z.number(), uri: z.string() }) })
    .nullish()
    .catch(null),
})

type Named = { id: string; name: string }

/** A resource server in front of a system that the token is for, or that asked about it all the same. `asked` null: it
 *  has not. Counts are answers: that the session was active, and that it was not. */
export type EnforcementPoint = Named & {
  identityId: string
  isDisabled: boolean
  systems: Named[]
  asked: { active: number; inactive: number; firstAt: Date; lastAt: Date } | null
}

/** What is known of the token of a session that Remit issued: everything but the token. Ids are public; `fingerprint` is
 *  the first half of its SHA-256 in hexadecimal. Null is not set, or not known any more. */
export type TokenFacts = {
  id: string
  client: (Named & { identityId: string }) | null
  kid: string | null
  alg: string | null
  issuer: string | null
  audience: string[]
  scope: string[]
  authorizationDetails: Record<string, unknown>[]
  jkt: string | null
  issuedAt: Date
  expiresAt: Date | null
  idleTimeoutSeconds: number | null
  statusList: { index: number; uri: string } | null
  fingerprint: string
  claims: unknown
  enforcementPoints: EnforcementPoint[]
}
