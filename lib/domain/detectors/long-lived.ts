import { lifetimeSeconds } from '@/lib/domain/delegated-session'
import {
  aboutSubject,
  type Controls,
  type Detection,
  type DetectionPolicy,
  type Detector,
  daysBetween,
  describeSeconds,
  type GrantFacts,
  nameOf,
  type SessionFacts,
  severityFor,
} from '@/lib/domain/detection'
import { longestLifetimeSeconds, type Tier } from '@/lib/domain/limits'

/** Crosswalk row "long-lived / never-expiring". */
const CONTROLS: Controls = {
  'OWASP NHI 2025': ['NHI7:2025'],
  'NIST CSF 2.0': ['PR.AA-05', 'PR.AA-01'],
  'NIST SP 800-53 r5': ['AC-12', 'IA-13(3)', 'IA-5', 'AC-2(2)'],
  'NIST SP 800-207': ['tenet 3', 'tenet 6'],
  'ISO/IEC 27001:2022': ['A.5.17', 'A.8.5'],
  'SOC 2': ['CC6.1', 'CC6.2'],
  'PCI DSS 4.0.1': ['8.6.3'],
}

/** Two lengths that read the same are told as longer than one. */
function titleOf(lifetime: number | null, longest: number, tier: Tier): string {
  if (lifetime === null) return 'The session never expires'
  const [lives, allowed] = [describeSeconds(lifetime), describeSeconds(longest)]
  return lives === allowed
    ? `Lives longer than the ${allowed} of tier ${tier}`
    : `Lives ${lives}, tier ${tier} allows ${allowed}`
}

function longSession(facts: SessionFacts, policy: DetectionPolicy): Detection | null {
  if (!facts.isExpiryKnown) return null
  const lifetime = lifetimeSeconds(facts)
  const longest = longestLifetimeSeconds(policy.limits, facts.tier)
  if (lifetime !== null && lifetime <= longest) return null
  return {
    ...aboutSubject(facts),
    detector: 'long-lived',
    severity: severityFor(facts.tier, lifetime === null),
    title: titleOf(lifetime, longest, facts.tier),
    evidence: {
      Access: nameOf(facts),
      System: facts.systemName,
      Issued: facts.issuedAt.toISOString(),
      Expires: facts.expiresAt?.toISOString() ?? 'never',
      Lifetime: lifetime === null ? 'never ends' : describeSeconds(lifetime),
      [`Longest for tier ${facts.tier}`]: describeSeconds(longest),
      'Last used': facts.lastUsedAt?.toISOString() ?? 'never',
    },
    controls: CONTROLS,
  }
}

/** Why a standing grant is too old: it never ends, or it stands longer than policy while nobody uses it. Where the issuer
 *  knows no expiry at all (an observed role), standing is a fault only once it is idle. */
function standingFault(facts: GrantFacts, policy: DetectionPolicy, now: Date): string | null {
  const standing = daysBetween(facts.startsAt, now)
  const idleSince = facts.lastUsedAt ?? facts.startsAt
  const maxStanding = policy.maxStandingDays[facts.tier]
  if (facts.origin === 'managed' && facts.expiresAt === null) return 'The grant never expires'
  if (facts.origin === 'managed' && standing > maxStanding)
    return `Stands longer than the ${maxStanding} d of tier ${facts.tier}`
  if (daysBetween(idleSince, now) > policy.maxIdleDays) return `Stands unused for more than ${policy.maxIdleDays} d`
  return null
}

function longGrant(facts: GrantFacts, policy: DetectionPolicy, now: Date): Detection | null {
  const title = standingFault(facts, policy, now)
  if (title === null) return null
  return {
    ...aboutSubject(facts),
    detector: 'long-lived',
    severity: severityFor(facts.tier, facts.expiresAt === null && (facts.breadth ?? 0) >= 60),
    title,
    evidence: {
      Access: nameOf(facts),
      System: facts.systemName,
      'Standing since': facts.startsAt.toISOString(),
      Expires: facts.expiresAt?.toISOString() ?? 'never',
      'Last used': facts.lastUsedAt?.toISOString() ?? 'never',
      [`Longest standing for tier ${facts.tier}`]: `${policy.maxStandingDays[facts.tier]} d`,
      Breadth: facts.breadth,
    },
    controls: CONTROLS,
  }
}

/** Long-lived: a lifetime or a standing age above policy, or no expiry at all. An unknown expiry is not "never". */
export const longLived: Detector = (facts, policy, now) =>
  facts.kind === 'session' ? longSession(facts, policy) : longGrant(facts, policy, now)
