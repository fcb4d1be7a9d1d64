import { isLoopbackUrl, signInEnv } from '@/lib/env'

/**
 * Where to sign in, if not on the host the request came to: cookies set on 127.0.0.1 are not sent to localhost, to
 * which the identity provider would answer. Only ever between names of this machine; elsewhere the proxy decides.
 */
export function signInAddress(requestHost: string | null): string | null {
  const { REMIT_URL } = signInEnv()
  if (!requestHost || !isLoopbackUrl(REMIT_URL) || new URL(REMIT_URL).host === requestHost) return null
  return isLoopbackUrl(`http://${requestHost}`) ? `${REMIT_URL}/sign-in` : null
}

/** The identity provider's name as people know it: its host, or that it is the local one. */
export function identityProviderName(): string {
  const { OIDC_ISSUER } = signInEnv()
  return isLoopbackUrl(OIDC_ISSUER) ? 'a local account' : new URL(OIDC_ISSUER).host
}
