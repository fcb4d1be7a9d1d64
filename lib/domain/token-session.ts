/** Why a token is or is not good right now. `locked` and `suspended` may pass, the rest may not (`disabled`: its client is;
 *  an administrator can enable it again). `idle`: not used for as long as its grant allows. A child takes the state of the
 *  nearest ancestor that is not active. */
export const TOKEN_STATES = [
  ...(['active', 'not-started', 'locked', 'suspended', 'disabled'] as const),
  ...(['idle', 'ended', 'expired', 'departed'] as const),
] as const
export type TokenState = (typeof TOKEN_STATES)[number]

/** What an enforcement point and the token endpoint need to know of a session that Remit issued. Ids are UUIDs;
 *  `systemIds` begins with its first; `actorIds`: its own, then those of its ancestors from the nearest on; `maxChainDepth`:
 *  the least that one of their grants sets. `claims` and
 *  `permissions` are what the token says; null and empty where it was not asked for, as whoever holds it can read it. */
export type TokenSession = {
  orgId: string
  id: string
  state: TokenState
  isActive: boolean
  grantId: string | null
  clientId: string | null
  systemIds: string[]
  permissions: string[]
  principal: { id: string; name: string }
  actorIds: string[]
  depth: number
  maxChainDepth: number | null
  claims: Readonly<Record<string, unknown>> | null
  expiresAt: Date
}
