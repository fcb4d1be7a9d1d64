import { createHash } from 'node:crypto'
import { API_SCOPES, type ApiScope } from '@/lib/domain/api-scope'
import { isTokenSpelling, tokenState } from '@/lib/domain/api-token'
import { type Context, type CurrentActor, ROLES, type Role, type UsedToken } from '@/lib/domain/context'
import { findApiToken, type PresentedToken } from '@/lib/queries/find-api-token'

/** Who calls with a token, or why it lets nobody in. */
export type TokenHolder = { context: Context; token: UsedToken } | { fault: string }

const isScope = (word: string): word is ApiScope => (API_SCOPES as readonly string[]).includes(word)
const isRole = (word: string): word is Role => (ROLES as readonly string[]).includes(word)

function faultOf(found: PresentedToken, now: Date): string | null {
  const state = tokenState(found, now)
  if (state !== 'active') return `This token is ${state}.`
  if (found.memberId && !found.memberIsIn) return 'Whoever this token belongs to is no longer a member.'
  if (found.identityId && found.identityStatus !== 'active')
    return `The service of this token is ${found.identityStatus}.`
  return null
}

function actorOf(found: PresentedToken, token: UsedToken): CurrentActor {
  const { memberId, memberName, memberRoles, identityId, identityName } = found
  if (memberId) {
    const roles = (memberRoles ?? []).filter(isRole)
    return { kind: 'member', memberId, name: memberName ?? '', roles, authenticatedAt: null, token }
  }
  return { kind: 'service', identityId: identityId ?? '', name: identityName ?? '', token }
}

/** From a bearer token (RFC 6750) to the context commands and queries take. Roles, membership and the state of the service
 *  are those of this moment: a token never does more than its holder. @throws DomainError `unavailable` */
export async function findTokenContext(text: string, now: Date): Promise<TokenHolder> {
  if (!isTokenSpelling(text)) return { fault: 'This is not a token of Remit.' }
  const found = await findApiToken(createHash('sha256').update(text).digest())
  if (!found) return { fault: 'There is no such token.' }
  const fault = faultOf(found, now)
  if (fault) return { fault }
  const token = { id: found.id, scopes: found.scopes.filter(isScope) }
  return { token, context: { orgId: found.orgId, actor: actorOf(found, token), now } }
}
