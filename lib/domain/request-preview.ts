import type { Tier } from '@/lib/domain/limits'
import type { AccessLevel } from '@/lib/domain/permission'
import type { Delta, RightsShare } from '@/lib/domain/request-delta'

/** Somebody whom a stage asks; `cannot`: why they have no vote, as it follows their name. */
export type PreviewVoter = { name: string; cannot: string | null }
export type PreviewStage = {
  position: number
  kind: 'people' | 'consent' | 'reviewer'
  name: string
  votes: number
  windows: string[]
  who: PreviewVoter[]
}

/** What the rules of this moment would answer. `at-once`: nobody is asked, since nothing is new. `version` of the rules, 0 = those
 *  that hold where there are none. */
export type PreviewVerdict =
  | { kind: 'at-once' }
  | { kind: 'auto-approve'; rule: string | null; version: number }
  | { kind: 'auto-deny'; rule: string | null; version: number; reason: string }
  | { kind: 'stages'; rule: string | null; version: number; lapseAfterHours: number; stages: PreviewStage[] }

export type PreviewLine = {
  system: string
  key: string
  title: string | null
  accessLevel: AccessLevel
  delta: Delta
}

/** A grant of the same two that stands or waits and reaches the same system. `shared` of `count` permissions asked for are in
 *  it. */
export type Overlap = {
  id: string
  name: string
  status: 'active' | 'suspended' | 'pending'
  expiresAt: Date | null
  shared: number
  count: number
}

/** What a request would come to, before it is sent; null is what cannot be told yet. Ids are public. */
export type RequestPreview = {
  missing: string[]
  problems: string[]
  breadth: { score: number; limit: number; tier: Tier; count: number; before: number | null } | null
  endsAt: Date | null
  isPermanent: boolean
  delta: { lines: PreviewLine[]; counts: Record<Delta, number> } | null
  rights: RightsShare | null
  overlaps: Overlap[]
  consent: { by: 'nobody' | 'asked' | 'requester' | 'policy' | 'refused'; name: string } | null
  guardrail: { isAllowed: boolean; message: string } | null
  verdict: PreviewVerdict | null
}
