import { type Controls, type Detection, type RefusalFacts, severityFor } from '@/lib/domain/detection'

/** Rows "over-scoped" (what is asked for is more than what is needed) and "leaked session" (who asks may not be who it
 *  should be) of the crosswalk. */
const CONTROLS: Controls = {
  'OWASP NHI 2025': ['NHI5:2025', 'NHI2:2025'],
  'NIST CSF 2.0': ['PR.AA-05', 'DE.AE-03'],
  'NIST SP 800-53 r5': ['AC-6', 'AC-3', 'SI-4', 'AC-2(12)'],
  'NIST SP 800-207': ['tenet 4', 'tenet 7'],
  'ISO/IEC 27001:2022': ['A.5.15', 'A.8.3', 'A.8.16'],
  'SOC 2': ['CC6.3', 'CC7.2'],
  'PCI DSS 4.0.1': ['7.2.5', '10.2.1.5'],
}

/** Refusals that mean "outside what you were given". Not among them: windows, lifetimes of what is granted, numbers of
 *  sessions and states, which an honest client meets, too. */
export const OUTSIDE_CODES: readonly string[] = [
  'system-not-granted',
  'permission-not-granted',
  'details-not-granted',
  'beyond-client-maximum',
  'beyond-subject',
  'broader-than-parent',
  'chain-too-deep',
  'actor-already-in-chain',
  'principal-differs',
  'invalid_scope',
  'invalid_target',
  'invalid_authorization_details',
]

/** Within a day. Fewer is a mistake that somebody is about to correct. */
const FEWEST = 5
const MANY = 50
const SHOWN = 10

/** Asks outside its grant: an actor that was refused five times within a day for what it was never given. Quiet for a day,
 *  the cause is gone: there are no such facts any more. */
export function asksOutsideGrant(facts: RefusalFacts): Detection | null {
  if (facts.count < FEWEST) return null
  return {
    detector: 'asks-outside-grant',
    subjectKind: 'identity',
    subjectId: facts.actor.id,
    systemId: facts.systemId,
    ownerId: facts.ownerId,
    severity: severityFor(facts.tier ?? 2, facts.count >= MANY),
    title: 'Keeps asking for more than it was granted',
    evidence: {
      Actor: facts.actor.name,
      Clients: facts.clients.join(', ') || null,
      System: facts.systemName,
      'Refused within a day': facts.count,
      'Asked for': facts.asked.slice(0, SHOWN).join(', ') || null,
      Because: facts.codes.join(', '),
      'First refused': facts.firstAt.toISOString(),
      'Last refused': facts.lastAt.toISOString(),
      'Last answer': facts.lastMessage,
    },
    controls: CONTROLS,
  }
}
