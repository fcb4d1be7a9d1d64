import { RateLimiter } from '@/lib/domain/rate-limiter'
import type { Service } from '@/lib/oauth/endpoint'
import { IssuerKeys } from '@/lib/oauth/issuer-keys'
import { SigningKeys } from '@/lib/oauth/signing-keys'
import { keyStatusIndexes } from '@/lib/signals/status-index'

/** What the token service is told: its issuer and Remit's address (origins), and REMIT_SECRET. */
export type ServiceSettings = { issuer: string; remitUrl: string; secret: string; clock?: () => Date }

/** What every endpoint works with. @throws Error, one sentence, where the signing keys cannot be read */
export async function openService({
  issuer,
  remitUrl,
  secret,
  clock = () => new Date(),
}: ServiceSettings): Promise<Service> {
  const keys = await SigningKeys.open(secret, clock)
  keyStatusIndexes(secret)
  return { issuer, remitUrl, clock, keys, issuerKeys: new IssuerKeys(), rateLimiter: new RateLimiter() }
}
