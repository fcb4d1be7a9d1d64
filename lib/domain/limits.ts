import { z } from 'zod'

/** Up to this lifetime (seconds), at most this breadth (0–100). */
export type LimitStep = { untilSeconds: number; maxBreadth: number }
export type Tier = 1 | 2 | 3
export type Limits = Record<Tier, readonly LimitStep[]>

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

/** How broad a delegated session may be for how long, by tier of its system; beyond the last step nothing may be.
 *  Starting points follow what the field uses (an hour for agents, a day for activations, 90 days for anything). */
export const DEFAULT_LIMITS: Limits = {
  1: [
    { untilSeconds: 15 * MINUTE, maxBreadth: 80 },
    { untilSeconds: HOUR, maxBreadth: 45 },
    { untilSeconds: 8 * HOUR, maxBreadth: 25 },
    { untilSeconds: DAY, maxBreadth: 10 },
  ],
  2: [
    { untilSeconds: HOUR, maxBreadth: 85 },
    { untilSeconds: 8 * HOUR, maxBreadth: 60 },
    { untilSeconds: DAY, maxBreadth: 40 },
    { untilSeconds: 7 * DAY, maxBreadth: 20 },
  ],
  3: [
    { untilSeconds: HOUR, maxBreadth: 100 },
    { untilSeconds: 8 * HOUR, maxBreadth: 85 },
    { untilSeconds: DAY, maxBreadth: 70 },
    { untilSeconds: 7 * DAY, maxBreadth: 50 },
    { untilSeconds: 90 * DAY, maxBreadth: 25 },
  ],
}

const steps = z.array(z.object({ untilSeconds: z.number().positive(), maxBreadth: z.number().min(0).max(100) }))
const limitsShape = z.object({ 1: steps, 2: steps, 3: steps })

/** The limits an organisation has set, as stored; where it has set none, those everybody starts from. */
export function limitsOf(stored: unknown): Limits {
  return limitsShape.safeParse(stored).data ?? DEFAULT_LIMITS
}

/** The broadest a session of this lifetime may be. `null` seconds = never expires. */
export function breadthLimit(limits: Limits, tier: Tier, lifetimeSeconds: number | null): number {
  if (lifetimeSeconds === null) return 0
  return limits[tier].find((step) => lifetimeSeconds <= step.untilSeconds)?.maxBreadth ?? 0
}

/** The longest a session of this breadth may live, in seconds; 0 when no lifetime allows it. */
export function lifetimeLimitSeconds(limits: Limits, tier: Tier, breadth: number): number {
  return limits[tier].findLast((step) => breadth <= step.maxBreadth)?.untilSeconds ?? 0
}

/** The longest any session on this tier may live, in seconds. */
export function longestLifetimeSeconds(limits: Limits, tier: Tier): number {
  return limits[tier].at(-1)?.untilSeconds ?? 0
}
