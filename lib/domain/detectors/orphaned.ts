import {
  type AccessFacts,
  aboutSubject,
  type Controls,
  type Detector,
  nameOf,
  type Party,
  severityFor,
} from '@/lib/domain/detection'
import type { Severity } from '@/lib/domain/finding-filter'

/** Crosswalk row "orphaned (owner/agent gone)". */
const CONTROLS: Controls = {
  'OWASP NHI 2025': ['NHI1:2025'],
  'NIST CSF 2.0': ['PR.AA-01', 'PR.AA-05', 'ID.AM-08'],
  'NIST SP 800-53 r5': ['AC-2(3)', 'PS-4', 'AC-3(8)'],
  'NIST SP 800-207': ['tenet 6'],
  'ISO/IEC 27001:2022': ['A.5.16', 'A.5.18', 'A.6.5'],
  'SOC 2': ['CC6.2'],
  'PCI DSS 4.0.1': ['8.2.5', '8.2.6'],
}

type Gone = { role: 'principal' | 'actor' | 'owner'; party: Party }

function whoIsGone(facts: AccessFacts): Gone[] {
  const parties = [
    { role: 'principal' as const, party: facts.principal },
    { role: 'actor' as const, party: facts.actor },
    ...(facts.owner ? [{ role: 'owner' as const, party: facts.owner }] : []),
  ]
  return parties.filter(({ party }) => party.status === 'departed')
}

/** Worst where a principal or an actor is gone and the session may be in use at this moment. */
function severityOf(facts: AccessFacts, gone: readonly Gone[]): Severity {
  const isOnlyOwner = gone.every(({ role }) => role === 'owner')
  return isOnlyOwner ? severityFor(facts.tier) : severityFor(facts.tier, true)
}

/** Orphaned: owner, principal or actor gone, session or grant alive. */
export const orphaned: Detector = (facts) => {
  const gone = whoIsGone(facts)
  const [first] = gone
  if (!first) return null
  const verb = facts.kind === 'session' ? 'session is alive' : 'grant stands'
  return {
    ...aboutSubject(facts),
    detector: 'orphaned',
    severity: severityOf(facts, gone),
    title: `The ${first.role} left, the ${verb}`,
    evidence: {
      Access: nameOf(facts),
      System: facts.systemName,
      ...Object.fromEntries(gone.map(({ role, party }) => [`Departed ${role}`, party.name])),
      ...Object.fromEntries(
        gone.map(({ role, party }) => [`The ${role} left`, party.departedAt?.toISOString() ?? null]),
      ),
      Expires: facts.expiresAt?.toISOString() ?? 'never',
      'Last used': facts.lastUsedAt?.toISOString() ?? 'never',
    },
    controls: CONTROLS,
  }
}
