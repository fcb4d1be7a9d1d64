/** Error codes of the token service: RFC 6749 §5.2, 7009 §2.2.1, 8628 §3.5, 8693 §2.2.2, 8707 §2, 9396 §5, 9449 §5. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'invalid_authorization_details'
  | 'invalid_dpop_proof'
  | 'unsupported_token_type'
  | 'authorization_pending'
  | 'slow_down'
  | 'access_denied'
  | 'expired_token'
  | 'temporarily_unavailable'
  | 'server_error'

type Extra = { status?: number; headers?: Record<string, string>; members?: Record<string, unknown> }

/** What `error_description` may hold (RFC 6749 §5.2): no quotation mark, no backslash, no line break, ASCII only. */
function describable(text: string): string {
  return text
    .replaceAll('"', "'")
    .replace(/[–—]/g, '-')
    .replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, ' ')
}

/** An answer of the token service that refuses. `description` says which bound refused and what would pass; `members` are
 *  further members of the answer. Status 400 unless stated. */
export class OAuthError extends Error {
  readonly status: number
  readonly headers: Record<string, string>
  readonly members: Record<string, unknown>

  constructor(
    readonly code: OAuthErrorCode,
    description: string,
    { status = 400, headers = {}, members = {} }: Extra = {},
  ) {
    super(describable(description))
    this.name = 'OAuthError'
    this.status = status
    this.headers = headers
    this.members = members
  }
}
