import type { AuthenticatedClient } from '@/lib/domain/client'
import type { Context } from '@/lib/domain/context'
import type { IssuableGrant, ParentSession, Wish } from '@/lib/domain/issuance'
import type { Attempt } from '@/lib/oauth/attempt'
import type { Asked } from '@/lib/oauth/endpoint'

/** A token request in the hands of an authenticated client. */
export type TokenAsk = { asked: Asked; ctx: Context; client: AuthenticatedClient; attempt: Attempt }

/** Between whom a session is asked for, as the grant type tells. Ids are UUIDs. `mayBeUnder`: which of the actor's grants
 *  it can be. `parentAct`: what the token that is exchanged says of who acted before (RFC 8693 §4.1). `tokens`: claims of
 *  trusted issuers that came with the request. `issuedTokenType` only where the answer has to name one. */
export type TokenParties = {
  actorId: string
  principalId: string | undefined
  mayBeUnder: (grant: IssuableGrant) => boolean
  parent: ParentSession | null
  parentAct: unknown
  bounds: Wish['subject']
  tokens: readonly (Readonly<Record<string, unknown>> | null)[]
  issuedTokenType: string | null
}

/** How one grant type finds out who asks for whom. @throws OAuthError */
export type ReadParties = (ask: TokenAsk) => Promise<TokenParties>
