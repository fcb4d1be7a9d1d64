/** What assertions of clients and tokens of trusted issuers may be signed with: asymmetric only. With `none` anybody, and
 *  with HS256 whoever knows the public key, could sign (RFC 8725 §2.1). */
export const ASSERTION_ALGS = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const
