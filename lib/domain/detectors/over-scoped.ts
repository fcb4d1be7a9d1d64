import { lifetimeSeconds } from '@/lib/domain/delegated-session'
import {
  type AccessFacts,
  aboutSubject,
  type Controls,
  type Detection,
  type DetectionPolicy,
  type Detector,
  daysBetween,
  describeSeconds,
  type GrantFacts,
  nameOf,
  severityFor,
} from '@/lib/domain/detection'
import { breadthLimit } from '@/lib/domain/limits'

/** Crosswalk rows "over-scoped grant/session" and "granted but unused scope". */
const CONTROLS: Controls = {
  'OWASP NHI 2025': ['NHI5:2025'],
  'NIST CSF 2.0': ['PR.AA-05', 'ID.AM-08'],
  'NIST SP 800-53 r5': ['AC-6', 'AC-6(7)', 'AC-3', 'CA-7'],
  'NIST SP 800-207': ['tenet 3', 'tenet 4'],
  'ISO/IEC 27001:2022': ['A.5.15', 'A.5.18', 'A.8.2', 'A.8.3'],
  'SOC 2': ['CC6.3'],
  'PCI DSS 4.0.1': ['7.2.1', '7.2.5', '7.2.5.1'],
}

/** Lifetime that counts against the limit, in seconds: a session's own, a grant's longest session. */
function countedLifetime(facts: AccessFacts): number | null | undefined {
  if (facts.kind === 'grant') return facts.maxSessionTtlSeconds ?? undefined
  return facts.isExpiryKnown ? lifetimeSeconds(facts) : undefined
}

/** Breadth above what policy allows for the system's criticality. A lifetime that no breadth may have is long-lived's. */
function beyondLimit(facts: AccessFacts, policy: DetectionPolicy): Detection | null {
  const lifetime = countedLifetime(facts)
  if (facts.breadth === null || lifetime === undefined) return null
  const limit = breadthLimit(policy.limits, facts.tier, lifetime)
  if (limit === 0 || facts.breadth <= limit) return null
  return {
    ...aboutSubject(facts),
    detector: 'over-scoped',
    severity: severityFor(facts.tier, facts.breadth - limit >= 40),
    title: `Breadth ${facts.breadth} is over the limit of tier ${facts.tier}`,
    evidence: {
      Access: nameOf(facts),
      System: facts.systemName,
      Breadth: facts.breadth,
      'Limit for this lifetime': limit,
      Lifetime: lifetime === null ? 'never ends' : describeSeconds(lifetime),
      'Permissions granted': facts.grantedCount,
      'Permissions used': facts.usedCount,
    },
    controls: CONTROLS,
  }
}

/** Granted far more than used. A grant that nobody had time to use yet is let alone for the days of grace. */
function mostlyUnused(facts: GrantFacts, policy: DetectionPolicy, now: Date): Detection | null {
  const { unusedShare, grantedCount, breadth } = facts
  if (unusedShare === null || grantedCount === null || grantedCount < policy.minGrantedCount) return null
  if (unusedShare < policy.maxUnusedShare || daysBetween(facts.startsAt, now) < policy.graceDays) return null
  return {
    ...aboutSubject(facts),
    detector: 'over-scoped',
    severity: severityFor(facts.tier, unusedShare >= 0.95 && (breadth ?? 0) >= 60),
    title: `${Math.floor(unusedShare * 100)} % of the grant was never used`,
    evidence: {
      Access: nameOf(facts),
      System: facts.systemName,
      'Permissions granted': grantedCount,
      'Permissions used': facts.usedCount,
      'Unused has to stay below': `${Math.round(policy.maxUnusedShare * 100)} %`,
      Breadth: breadth,
      'Breadth of what was used': facts.usedBreadth,
      'Standing since': facts.startsAt.toISOString(),
      'Last used': facts.lastUsedAt?.toISOString() ?? 'never',
    },
    controls: CONTROLS,
  }
}

/** Over-scoped: granted ≫ used, or breadth above policy for the system's criticality. Unknown permissions are neither. */
export const overScoped: Detector = (facts, policy, now) =>
  beyondLimit(facts, policy) ?? (facts.kind === 'grant' ? mostlyUnused(facts, policy, now) : null)
