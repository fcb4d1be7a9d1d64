import { DomainError } from '@/lib/domain/error'
import { RateLimiter } from '@/lib/domain/rate-limiter'

/** So many calls a token may make a minute, of all doors together, on each instance. */
export const CALLS_PER_MINUTE = 600

/** One for the process, however often Next loads this file. */
const held = globalThis as typeof globalThis & { remitTokenLimiter?: RateLimiter }
held.remitTokenLimiter ??= new RateLimiter()
const limiter = held.remitTokenLimiter

/** Takes one call of a token. @throws DomainError `rate_limited` with `retryAfterSeconds` */
export function takeCall(tokenId: string, now: Date): void {
  const wait = limiter.take(tokenId, CALLS_PER_MINUTE, now)
  if (wait === null) return
  const message = `A token may make ${CALLS_PER_MINUTE} calls a minute. Wait ${wait} s.`
  throw new DomainError('rate_limited', message, { retryAfterSeconds: wait })
}

/** How much of its rate a token has left, as fields of a reply (draft-ietf-httpapi-ratelimit-headers-10). */
export function rateHeaders(tokenId: string, now: Date): Record<string, string> {
  const left = limiter.left(tokenId, CALLS_PER_MINUTE, now)
  const untilFull = Math.ceil(((CALLS_PER_MINUTE - left) * 60) / CALLS_PER_MINUTE)
  return {
    'ratelimit-policy': `"token";q=${CALLS_PER_MINUTE};w=60`,
    ratelimit: `"token";r=${left};t=${untilFull}`,
  }
}
