import { type AuthorizationDetail, parseAuthorizationDetails } from '@/lib/domain/authorization-details'
import { DomainError } from '@/lib/domain/error'
import type { NamedTarget } from '@/lib/domain/grant-choice'
import { fromPublicId, type Prefixed } from '@/lib/id'
import type { Form } from '@/lib/oauth/form'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { readStatedContext } from '@/lib/oauth/run-context'
import { readTargets } from '@/lib/oauth/targets'

/** What a token request asks for, whatever its grant type. Ids are UUIDs; null = not said.
 *  `grant_id`, `session_request`, `ttl` (seconds), `purpose`, `ticket` and
 *  `context` are parameters of our own (RFC 6749 §8.2). */
export type TokenRequest = {
  targets: NamedTarget[]
  permissions: string[] | null
  ttlSeconds: number | null
  authorizationDetails: AuthorizationDetail[] | null
  grantId: string | null
  sessionRequestId: string | null
  purpose: string | null
  ticket: string | null
  context: Record<string, string>
}

const LONGEST_TTL_SECONDS = 31_536_000
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/

/** RFC 6749 §3.3: names apart by one space, each of printable ASCII. */
function readScope(form: Form): string[] | null {
  const scope = form.find('scope')
  if (scope === undefined) return null
  if (!SCOPE.test(scope)) throw new OAuthError('invalid_scope', 'scope has to be names set apart by one space.')
  return [...new Set(scope.split(' '))]
}

function readTtl(form: Form): number | null {
  const text = form.find('ttl')
  if (text === undefined) return null
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (seconds >= 1 && seconds <= LONGEST_TTL_SECONDS) return seconds
  throw new OAuthError('invalid_request', `ttl has to be whole seconds, 1 to ${LONGEST_TTL_SECONDS}.`)
}

/** RFC 9396 §5 has a code of its own for details that cannot be read. */
function readDetails(form: Form): AuthorizationDetail[] | null {
  const text = form.find('authorization_details')
  if (text === undefined) return null
  try {
    return parseAuthorizationDetails(text)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    throw new OAuthError('invalid_authorization_details', error.message)
  }
}

function readId(form: Form, name: string, kind: Prefixed): string | null {
  const publicId = form.find(name)
  if (publicId === undefined) return null
  try {
    return fromPublicId(kind, publicId)
  } catch {
    throw new OAuthError('invalid_request', `${name} is not the id of a ${kind}.`)
  }
}

function readText(form: Form, name: string, longest: number): string | null {
  const text = form.find(name)?.trim() ?? ''
  if (text.length > longest) throw new OAuthError('invalid_request', `${name} may have ${longest} characters.`)
  return text === '' ? null : text
}

/** @throws OAuthError for each parameter its own */
export function readTokenRequest(form: Form): TokenRequest {
  return {
    targets: readTargets(form),
    permissions: readScope(form),
    ttlSeconds: readTtl(form),
    authorizationDetails: readDetails(form),
    grantId: readId(form, 'grant_id', 'grant'),
    sessionRequestId: readId(form, 'session_request', 'approval'),
    purpose: readText(form, 'purpose', 1000),
    ticket: readText(form, 'ticket', 200),
    context: readStatedContext(form),
  }
}
