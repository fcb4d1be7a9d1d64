import type { Asked } from '@/lib/oauth/endpoint'
import { OAuthError } from '@/lib/oauth/oauth-error'

/** What a request brings to prove whose it is. */
export type Credentials =
  | { kind: 'client_secret_basic' | 'client_secret_post'; clientId: string; secret: string }
  | { kind: 'assertion'; clientId: string | undefined; assertion: string }

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const BASIC = /^basic +([a-z0-9+/_-]+={0,2}) *$/i

/** The challenge for whoever tried the Authorization header (RFC 6749 §5.2). */
export const CHALLENGE = { 'www-authenticate': 'Basic realm="Remit token service", charset="UTF-8"' }

/** The one answer to whoever did not prove itself: which part was wrong stays unsaid. */
export function unproven(asked: Asked, description = 'The client did not prove itself.'): OAuthError {
  const headers = asked.headers.authorization === undefined ? {} : CHALLENGE
  return new OAuthError('invalid_client', description, { status: 401, headers })
}

/** @throws OAuthError `invalid_request` for two methods at once, `invalid_client` for none (RFC 6749 §2.3) */
export function readCredentials(asked: Asked): Credentials {
  const { form } = asked
  const header = asked.headers.authorization
  const clientId = form.find('client_id')
  const secret = form.find('client_secret')
  const assertion = form.find('client_assertion')
  const type = form.find('client_assertion_type')
  const methods = [header, secret, assertion ?? type].filter((each) => each !== undefined)
  if (methods.length > 1) {
    throw new OAuthError('invalid_request', 'The client proves itself in two ways at once; one is to be used.')
  }
  if (header !== undefined) return readBasic(asked, header, clientId)
  if (secret !== undefined) return { kind: 'client_secret_post', clientId: clientId ?? '', secret }
  if (assertion === undefined && type === undefined) throw unproven(asked)
  if (assertion === undefined) throw new OAuthError('invalid_request', 'client_assertion is missing.')
  if (type !== JWT_BEARER) throw new OAuthError('invalid_request', `client_assertion_type has to be ${JWT_BEARER}.`)
  return { kind: 'assertion', clientId, assertion }
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before they are joined. */
function readBasic(asked: Asked, header: string, clientId: string | undefined): Credentials {
  const [, encoded = ''] = BASIC.exec(header) ?? []
  const pair = Buffer.from(encoded, 'base64').toString()
  const colon = pair.indexOf(':')
  const id = formDecode(pair.slice(0, Math.max(0, colon)))
  const secret = formDecode(pair.slice(colon + 1))
  if (colon < 0 || !id || secret === null) throw unproven(asked)
  if (clientId !== undefined && clientId !== id) {
    throw new OAuthError('invalid_request', 'client_id names another client than the Authorization header.')
  }
  return { kind: 'client_secret_basic', clientId: id, secret }
}

/** Null for malformed percent-encoding. Ours need no decoding, which is the case worth being quick about. */
function formDecode(text: string): string | null {
  if (/^[\w.~-]*$/.test(text)) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return null
  }
}
