type Bucket = { tokens: number; at: number }

/** How often one client may ask: a token bucket a client, in this process only, so that `n` instances let through `n`
 *  times as many. A clock that is set back takes nothing away. */
export class RateLimiter {
  private readonly buckets = new Map<string, Bucket>()

  /** Takes one of `perMinute`; null where there is one, else the seconds after which there will be. */
  take(key: string, perMinute: number, now: Date): number | null {
    const bucket = this.bucketOf(key, perMinute, now.getTime())
    const elapsedMs = Math.max(0, now.getTime() - bucket.at)
    bucket.tokens = Math.min(perMinute, bucket.tokens + (elapsedMs / 60_000) * perMinute)
    bucket.at += elapsedMs
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * 60) / perMinute)
    bucket.tokens -= 1
    return null
  }

  /** How many are left to take now, in whole. */
  left(key: string, perMinute: number, now: Date): number {
    const bucket = this.buckets.get(key)
    if (!bucket) return perMinute
    const gained = (Math.max(0, now.getTime() - bucket.at) / 60_000) * perMinute
    return Math.floor(Math.min(perMinute, bucket.tokens + gained))
  }

  private bucketOf(key: string, perMinute: number, at: number): Bucket {
    const known = this.buckets.get(key)
    if (known) return known
    const bucket = { tokens: perMinute, at }
    this.buckets.set(key, bucket)
    return bucket
  }
}
