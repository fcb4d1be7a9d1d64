/** How often one client may ask: a token bucket a client, in this process only. */
export class RateLimiter {
  private readonly buckets = new Map<string, { tokens: number; at: number }>()

  /** Takes one of `perMinute`; null where there is one, else the seconds after which there will be. */
  take(key: string, perMinute: number, now: Date): number | null {
    const bucket = this.buckets.get(key) ?? { tokens: perMinute, at: now.getTime() }
    const refilled = bucket.tokens + ((now.getTime() - bucket.at) / 60_000) * perMinute
    const tokens = Math.min(perMinute, refilled)
    const isAllowed = tokens >= 1
    this.buckets.set(key, { tokens: isAllowed ? tokens - 1 : tokens, at: now.getTime() })
    return isAllowed ? null : Math.ceil(((1 - tokens) * 60) / perMinute)
  }
}
