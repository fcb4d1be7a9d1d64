import type { IdentityKind } from '@/lib/domain/identity'
import { OAuthError } from '@/lib/oauth/oauth-error'
import type { ReadParties } from '@/lib/oauth/token-parties'

const PEOPLE: readonly IdentityKind[] = ['human', 'team']

/** Client credentials (RFC 6749 §4.4): a workload acts for itself, or for another that is no person. For a person there
 *  has to be a token of theirs. */
export const readClientCredentials: ReadParties = async ({ asked, client, attempt }) => {
  for (const name of ['subject_token', 'actor_token', 'subject_token_type', 'actor_token_type']) {
    if (asked.form.find(name) !== undefined)
      throw new OAuthError('invalid_request', `${name} belongs to token exchange, not to client_credentials.`)
  }
  attempt.actorId = client.identityId
  return {
    actorId: client.identityId,
    principalId: undefined,
    mayBeUnder: ({ principal }) => !PEOPLE.includes(principal.kind),
    parent: null,
    parentAct: undefined,
    bounds: null,
    tokens: [client.claims],
    issuedTokenType: null,
  }
}
