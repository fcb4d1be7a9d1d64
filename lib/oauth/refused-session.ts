import type { Refusal } from '@/lib/domain/issuance'
import { CHALLENGE } from '@/lib/oauth/client-authentication/credentials'
import { OAuthError, type OAuthErrorCode } from '@/lib/oauth/oauth-error'

/** What each bound is called on the wire. A token that does not serve is an `invalid_request` (RFC 8693 §2.2.2); a grant
 *  that gives nothing now means that no token is issued for the target, `invalid_target` (RFC 8707 §2). What the organisation
 *  never wants is an `access_denied`: the client may as well stop asking. */
const CODES: Readonly<Record<string, OAuthErrorCode>> = {
  'principal-not-active': 'invalid_request',
  'actor-not-active': 'invalid_request',
  'principal-differs': 'invalid_request',
  'parent-not-active': 'invalid_request',
  'chain-too-deep': 'invalid_request',
  'actor-already-in-chain': 'invalid_request',
  'already-issued': 'invalid_request',
  'ttl-too-long': 'invalid_request',
  'client-not-active': 'invalid_client',
  'grant-not-active': 'invalid_target',
  'grant-not-started': 'invalid_target',
  'grant-expired': 'invalid_target',
  'outside-window': 'invalid_target',
  'system-not-granted': 'invalid_target',
  'too-many-sessions': 'invalid_target',
  'permission-not-granted': 'invalid_scope',
  'beyond-client-maximum': 'invalid_scope',
  'beyond-subject': 'invalid_scope',
  'broader-than-parent': 'invalid_scope',
  'details-not-granted': 'invalid_authorization_details',
  'dpop-required': 'invalid_dpop_proof',
  guardrail: 'access_denied',
}

/** A session that its bounds refuse: the standard's error for the first of them, and the reasons of all. */
export class RefusedSession extends OAuthError {
  constructor(readonly refusals: readonly Refusal[]) {
    const [first] = refusals
    const code = CODES[first?.code ?? ''] ?? 'invalid_request'
    super(
      code,
      refusals.map(({ message }) => message).join(' '),
      code === 'invalid_client' ? { status: 401, headers: CHALLENGE } : {},
    )
    this.name = 'RefusedSession'
  }
}
