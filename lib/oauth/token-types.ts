import type { Form } from '@/lib/oauth/form'
import { OAuthError } from '@/lib/oauth/oauth-error'

const URN = 'urn:ietf:params:oauth:token-type:'
export const ACCESS_TOKEN = `${URN}access_token`
export const ID_TOKEN = `${URN}id_token`
export const JWT = `${URN}jwt`

/** Of subject and actor tokens (RFC 8693 §3). */
const ACCEPTED: readonly string[] = [ACCESS_TOKEN, ID_TOKEN, JWT]
/** What is issued is both. */
const ISSUED: readonly string[] = [ACCESS_TOKEN, JWT]

const unsupported = (name: string, known: readonly string[]) =>
  new OAuthError('invalid_request', `${name} is not supported. Supported: ${known.join(', ')}.`)

export type TypedToken = { token: string; type: string }

/** @throws OAuthError `invalid_request` where the token or its type is missing, or the type is none of ours */
export function readSubjectParameters(form: Form): TypedToken {
  const subject = { token: form.get('subject_token'), type: form.get('subject_token_type') }
  if (!ACCEPTED.includes(subject.type)) throw unsupported('subject_token_type', ACCEPTED)
  return subject
}

/** RFC 8693 §2.1: the type is required with the token, and must not be sent without it. */
export function findActorParameters(form: Form): TypedToken | null {
  const [token, type] = [form.find('actor_token'), form.find('actor_token_type')]
  if (token === undefined && type === undefined) return null
  if (token === undefined) throw new OAuthError('invalid_request', 'actor_token_type is sent without actor_token.')
  if (type === undefined) throw new OAuthError('invalid_request', 'actor_token_type is missing.')
  if (!ACCEPTED.includes(type)) throw unsupported('actor_token_type', ACCEPTED)
  return { token, type }
}

/** What the answer calls the token (RFC 8693 §2.2.1, `issued_token_type`). */
export function issuedTokenType(form: Form): string {
  const type = form.find('requested_token_type') ?? ACCESS_TOKEN
  if (!ISSUED.includes(type)) throw unsupported('requested_token_type', ISSUED)
  return type
}
