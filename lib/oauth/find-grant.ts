import { chooseGrant } from '@/lib/domain/grant-choice'
import type { IssuableGrant } from '@/lib/domain/issuance'
import { toPublicId } from '@/lib/id'
import { OAuthError } from '@/lib/oauth/oauth-error'
import type { TokenAsk, TokenParties } from '@/lib/oauth/token-parties'
import type { TokenRequest } from '@/lib/oauth/token-request'
import { listIssuableGrants } from '@/lib/queries/list-issuable-grants'

export type FoundGrant = { grant: IssuableGrant; systemIds: string[] }

const MOST_NAMED = 10

/** Several grants fit: the client has to say which (`grant_id`). */
function ambiguous(grants: readonly IssuableGrant[]): OAuthError {
  const ids = grants.map(({ id }) => toPublicId('grant', id)).sort()
  const named = ids.slice(0, MOST_NAMED).join(', ')
  const description = `${ids.length} grants cover this. Send one of them as grant_id: ${named}.`
  return new OAuthError('invalid_request', description, { members: { grants: ids } })
}

/** What was looked for, in the words of whoever looked. */
function describe({ actorId, principalId }: TokenParties, { targets, grantId }: TokenRequest): string {
  const actor = toPublicId('identity', actorId)
  const under = grantId ? `the grant ${toPublicId('grant', grantId)}` : 'a live grant'
  const principal = principalId ? `for ${toPublicId('identity', principalId)}` : 'for itself or another service'
  const where = targets.length > 0 ? ` on ${targets.map(({ name }) => name).join(', ')}` : ''
  return `${under} by which ${actor} acts ${principal}${where}`
}

function none(lacks: string, parties: TokenParties, request: TokenRequest): OAuthError {
  const looked = describe(parties, request)
  if (lacks !== 'permission') return new OAuthError('invalid_target', `There is not ${looked}.`)
  const scope = (request.permissions ?? []).join(' ')
  return new OAuthError('invalid_scope', `There is not ${looked} and allows all of ${scope}.`)
}

/** RFC 6749 §5.2: whose grants are all for people has nothing to use client_credentials for. */
function notByItself(): OAuthError {
  const description = 'This client acts for people only, never by client_credentials: exchange a token of theirs.'
  return new OAuthError('unauthorized_client', description)
}

/** The grant that the request means: the one it names, else the only live one between actor and principal that covers it.
 *  @throws OAuthError `invalid_request` naming the candidates, `invalid_target`, `invalid_scope`, `unauthorized_client` */
export async function findGrant(ask: TokenAsk, parties: TokenParties, request: TokenRequest): Promise<FoundGrant> {
  const { actorId, principalId } = parties
  const wanted = { actorId, principalId, grantId: request.grantId ?? undefined }
  const own = (await listIssuableGrants(ask.ctx, wanted)).filter(({ actor }) => actor.id === actorId)
  const grants = own.filter(parties.mayBeUnder)
  if (principalId === undefined && grants.length === 0 && own.length > 0) throw notByItself()
  const choice = chooseGrant(grants, request, ask.ctx.now)
  if (choice.verdict === 'several') throw ambiguous(choice.grants)
  if (choice.verdict === 'none') throw none(choice.lacks, parties, request)
  ask.attempt.grantId = choice.grant.id
  ask.attempt.principalId = choice.grant.principal.id
  ask.attempt.systemId = choice.systemIds[0] ?? choice.grant.targets[0]?.systemId ?? null
  return choice
}
