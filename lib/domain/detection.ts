import { SEVERITIES, type Severity } from '@/lib/domain/finding-filter'
import type { GrantStatus, IdentityStatus, SessionStatus } from '@/lib/domain/life'
import type { Limits, Tier } from '@/lib/domain/limits'

/** One party of a grant or session, as a detector sees it. */
export type Party = { id: string; name: string; status: IdentityStatus; departedAt: Date | null }

type CommonFacts = {
  id: string
  name: string
  origin: 'managed' | 'observed'
  principal: Party
  actor: Party
  owner: Party | null
  systemId: string | null
  systemName: string | null
  tier: Tier
  expiresAt: Date | null
  lastUsedAt: Date | null
  breadth: number | null
  usedBreadth: number | null
  grantedCount: number | null
  usedCount: number | null
  unusedShare: number | null
}

/** What a detector is told of a live session or a standing grant. Times are absolute, shares 0–1, null is unknown. */
export type GrantFacts = CommonFacts & {
  kind: 'grant'
  status: GrantStatus
  startsAt: Date
  maxSessionTtlSeconds: number | null
}
export type SessionFacts = CommonFacts & {
  kind: 'session'
  status: SessionStatus
  issuedAt: Date
  isExpiryKnown: boolean
  grantId: string | null
}
export type AccessFacts = GrantFacts | SessionFacts

/** What an actor was refused within a day for asking for what it was never given. `clients` are names; `asked` are
 *  permissions, or systems where none were named; the system is the one most often asked about. */
export type RefusalFacts = {
  actor: { id: string; name: string }
  ownerId: string | null
  clients: readonly string[]
  systemId: string | null
  systemName: string | null
  tier: Tier | null
  count: number
  asked: readonly string[]
  codes: readonly string[]
  firstAt: Date
  lastAt: Date
  lastMessage: string | null
}

/** Controls a finding speaks to, ids by framework. Our judgement, not a certified mapping. */
export type Controls = Record<string, readonly string[]>

/** Something a detector believes is wrong. `evidence` is label → fact; facts are absolute, so that it changes only when
 *  the matter does. */
export type Detection = {
  detector: string
  subjectKind: 'grant' | 'session' | 'identity' | 'member'
  subjectId: string
  systemId: string | null
  ownerId: string | null
  severity: Severity
  title: string
  evidence: Record<string, string | number | boolean | null>
  controls: Controls
}

/** What detectors hold access against. Shares 0–1; ages in days. */
export type DetectionPolicy = {
  limits: Limits
  maxUnusedShare: number
  minGrantedCount: number
  graceDays: number
  maxStandingDays: Record<Tier, number>
  maxIdleDays: number
}

/** Starting points the field uses: unused for 90 days, standing for 90, 180 and 365 days by tier. */
export const DEFAULT_THRESHOLDS: Omit<DetectionPolicy, 'limits'> = {
  maxUnusedShare: 0.8,
  minGrantedCount: 5,
  graceDays: 7,
  maxStandingDays: { 1: 90, 2: 180, 3: 365 },
  maxIdleDays: 90,
}

/** One rule: a detection, or null where there is nothing wrong. Pure; one file each. */
export type Detector = (facts: AccessFacts, policy: DetectionPolicy, now: Date) => Detection | null

const BY_TIER: Record<Tier, Severity> = { 1: 'high', 2: 'medium', 3: 'low' }

/** How bad a breach is on a system of this tier; a worse one is a step more severe. */
export function severityFor(tier: Tier, isWorse = false): Severity {
  const index = SEVERITIES.indexOf(BY_TIER[tier]) - (isWorse ? 1 : 0)
  return SEVERITIES[index] ?? 'critical'
}

/** The parts of a detection that follow from its subject. */
export function aboutSubject(
  facts: AccessFacts,
): Pick<Detection, 'subjectKind' | 'subjectId' | 'systemId' | 'ownerId'> {
  return { subjectKind: facts.kind, subjectId: facts.id, systemId: facts.systemId, ownerId: facts.owner?.id ?? null }
}

/** `support-agent for Support lead`, as every list names it. */
export function nameOf(facts: AccessFacts): string {
  return `${facts.actor.name} for ${facts.principal.name}`
}

/** Days and parts of a day: a second over a limit in days is over it. */
export function daysBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 86_400_000
}

/** `15 min`, `8 h`, `30 d`: a length of time in the largest unit that fits it whole or roughly. */
export function describeSeconds(seconds: number): string {
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} d`
}
