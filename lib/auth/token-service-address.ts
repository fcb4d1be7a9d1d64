import { settings } from '@/lib/env'

/** The issuer of the token service, an origin: where machines ask, and what stands in `iss`. For pages that say so. */
export function tokenServiceAddress(): string {
  return settings().REMIT_TOKEN_URL
}
