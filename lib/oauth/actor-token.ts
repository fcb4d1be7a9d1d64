import type { AuthenticatedClient } from '@/lib/domain/client'
import type { Context } from '@/lib/domain/context'
import { toPublicId } from '@/lib/id'
import type { Asked } from '@/lib/oauth/endpoint'
import { readForeignIdentity } from '@/lib/oauth/foreign-identity'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { findOwnToken, type OwnToken } from '@/lib/oauth/own-token'
import type { TypedToken } from '@/lib/oauth/token-types'

/** Who acts (RFC 8693 §2.1 `actor_token`; without one, whoever the client is). `names`: what Remit calls it, spelled
 *  out for whoever needs it; `claims`: what a trusted issuer's token says of it. */
export type Actor = {
  identityId: string
  names: () => readonly Readonly<Record<string, unknown>>[]
  claims: Readonly<Record<string, unknown>> | null
}

type Who = { asked: Asked; ctx: Context; client: AuthenticatedClient }

function namesOf({ service }: Asked, identityId: string, clientId: string): Actor['names'] {
  const same = { iss: service.issuer, client_id: clientId }
  return () => [
    { ...same, sub: toPublicId('identity', identityId) },
    { ...same, sub: clientId },
  ]
}

/** The authenticated client as actor: RFC 8693 asks for no actor token (§1.1). */
export function clientAsActor({ asked, client }: Who): Actor {
  const { identityId, clientId, claims } = client
  return { identityId, names: namesOf(asked, identityId, clientId), claims }
}

/** Only who the actor is, or who was given that very token, may present it: a token is no password of somebody else's. */
function checkPresenter(client: AuthenticatedClient, identityId: string, sessionClientId: string | null): void {
  if (client.identityId === identityId || client.id === sessionClientId) return
  throw new OAuthError('invalid_request', 'This client may not present an actor_token of another identity.')
}

function ownActor({ asked, client }: Who, { session, claims }: OwnToken): Actor {
  const [identityId = session.principal.id] = session.actorIds
  checkPresenter(client, identityId, session.clientId)
  return { identityId, names: namesOf(asked, identityId, String(claims.client_id)), claims: null }
}

/** Validates the actor token as its issuer and type say.
 *  @throws OAuthError `invalid_request` for a token that is invalid for any reason (RFC 8693 §2.2.2) */
export async function readActorToken(who: Who, { token, type }: TypedToken): Promise<Actor> {
  const { asked, ctx, client } = who
  const own = await findOwnToken(asked, ctx, { token, type, name: 'actor_token' })
  if (own) return ownActor(who, own)
  const { identityId, claims } = await readForeignIdentity(asked, ctx, { token, type, name: 'actor_token' })
  if (identityId === null) throw new OAuthError('invalid_request', 'Nobody here is the subject of the actor_token.')
  checkPresenter(client, identityId, null)
  return { identityId, names: () => [], claims }
}
