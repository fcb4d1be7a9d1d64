import { findTokenContext } from '@/lib/auth/token-context'
import { recordTokenUse } from '@/lib/commands/record-token-use'
import type { Context, UsedToken } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'

export type Caller = { context: Context; token: UsedToken }

const BEARER = /^Bearer +([\w.~+/-]+=*)$/i

/** Who calls, by the bearer token of the request (RFC 6750 §2.1) and by nothing else: no cookie, no query. Being seen counts
 *  as a use. @throws DomainError `unauthorized`, with `isMissing` where there is no token at all */
export async function readCaller(request: Request, now: Date): Promise<Caller> {
  const header = request.headers.get('authorization')
  if (header === null)
    throw new DomainError('unauthorized', 'Send a token: Authorization: Bearer rmt_….', { isMissing: true })
  const token = BEARER.exec(header)?.[1]
  const found = token ? await findTokenContext(token, now) : { fault: 'Authorization has to be "Bearer <token>".' }
  if ('fault' in found) throw new DomainError('unauthorized', found.fault)
  recordTokenUse({ orgId: found.context.orgId, id: found.token.id }, now)
  return found
}

const quoted = (text: string) => `"${text.replaceAll(/["\\]|[^\x20-\x7e]/g, '')}"`

/** How to do better (RFC 6750 §3), where who asks is not known or lacks a scope; null where that is not the fault. */
export function challengeOf(error: unknown, metadata = ''): string | null {
  if (!(error instanceof DomainError)) return null
  const { code, message, details } = error
  const more = metadata ? `, ${metadata}` : ''
  if (code === 'unauthorized' && details.isMissing) return `Bearer realm="remit"${more}`
  if (code === 'unauthorized')
    return `Bearer realm="remit", error="invalid_token", error_description=${quoted(message)}${more}`
  if (code !== 'insufficient_scope') return null
  return `Bearer realm="remit", error="insufficient_scope", scope=${quoted(String(details.scope))}${more}`
}
