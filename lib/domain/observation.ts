import type { IdentityKind, SystemKind } from '@/lib/domain/identity'

/** Someone as a source names them. `key` is what the source never gives to another (an ARN, `aws:service:ec2…`).
 *  `isVague`: only an account or a number is known of them, or nothing; a record that names them exactly prevails. */
export type IdentityRef = {
  key: string
  kind: IdentityKind
  name: string
  isVague?: boolean
  email?: string
  attributes?: Record<string, string>
}

export type SystemRef = { key: string; name: string; kind: SystemKind; resourceUri?: string }

/** How a record names the delegated session it belongs to. Times are milliseconds since 1970. */
export type SessionRef = {
  /** The credential's id, when the record has the session's own. */
  externalId: string | null
  /** The session's name in full; with the time of issue it names the session where the credential's id is missing. */
  sessionArn: string | null
  issuedAt: number
  /** False where the record does not say when the session began and `issuedAt` is the time of the call. */
  isIssueTimeKnown: boolean
  name: string | null
  principal: IdentityRef
  system: SystemRef
  sourceIdentity: string | null
  /** Who is likely to act, for a session whose issuance nobody saw. */
  likelyActor: IdentityRef
}

/** A delegated session coming into being, as its issuer recorded it. `expiresAt` null: the record does not say. */
export type ObservedIssuance = SessionRef & {
  method: string
  actor: IdentityRef
  parent: SessionRef | null
  expiresAt: number | null
  sourceAddress: string | null
  tags: Record<string, string>
  transitiveTagKeys: string[]
  /** What narrows the session below its role: `{ policy?, policyArns? }`; null when nothing does. */
  sessionPolicy: Record<string, unknown> | null
}

/** One call made within a delegated session. `isKnown` false: the event could not be tied to a permission. */
export type ObservedUse = {
  /** What tells this use from every other, where another record of the same event may not tell it. */
  identity?: string
  session: SessionRef
  permission: string
  isKnown: boolean
  isAllowed: boolean
}

/** A request for a delegated session that was refused: an attempt, never a session. */
export type ObservedAttempt = {
  actor: IdentityRef
  principal: IdentityRef | null
  system: SystemRef | null
  parent: SessionRef | null
  requested: Record<string, unknown>
  errorCode: string
  errorMessage: string | null
}

/** What became true of something (`subject`, an ARN) in one respect (`facet`) at the time of the record; null = no more. */
export type ObservedFact = { subject: string; facet: string; value: unknown }

/** All that one record says. `identity` tells the event from every other and is the same in any file, account or order. */
export type Observation = {
  identity: string
  at: number
  issuance?: ObservedIssuance
  use?: ObservedUse
  attempt?: ObservedAttempt
  facts?: ObservedFact[]
}
