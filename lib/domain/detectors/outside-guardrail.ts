import { type Controls, type Detection, severityFor } from '@/lib/domain/detection'
import type { GuardrailRequest, GuardrailVerdict } from '@/lib/domain/guardrail'

/** Row "over-scoped" of the crosswalk: access that the organisation has ruled out, by whoever it was given. */
const CONTROLS: Controls = {
  'OWASP NHI 2025': ['NHI5:2025'],
  'NIST CSF 2.0': ['PR.AA-05', 'DE.CM-03'],
  'NIST SP 800-53 r5': ['AC-3', 'AC-6', 'CA-7'],
  'NIST SP 800-207': ['tenet 4', 'tenet 5'],
  'ISO/IEC 27001:2022': ['A.5.15', 'A.8.3'],
  'SOC 2': ['CC6.3', 'CC7.2'],
  'PCI DSS 4.0.1': ['7.2.5'],
}

/** A live session that another issuer minted, and what guardrails are told of it. Ids are UUIDs. */
export type ObservedSession = {
  id: string
  systemId: string
  ownerId: string | null
  issuedAt: Date
  expiresAt: Date | null
  request: GuardrailRequest
}

/** Outside a guardrail: a session of another issuer that Remit would not have given. Null where guardrails let it pass. */
export function outsideGuardrail(session: ObservedSession, verdict: GuardrailVerdict): Detection | null {
  if (verdict.isAllowed) return null
  const { principal, actor, system, breadth } = session.request
  const [first] = verdict.guardrails
  return {
    detector: 'outside-guardrail',
    subjectKind: 'session',
    subjectId: session.id,
    systemId: session.systemId,
    ownerId: session.ownerId,
    severity: severityFor(system.tier, verdict.guardrails.length > 1),
    title: first ? `The guardrail ${first} forbids this session` : 'No guardrail permits this session',
    evidence: {
      Access: `${actor.name} for ${principal.name}`,
      System: system.name,
      Guardrails: verdict.guardrails.join(', ') || null,
      Because: verdict.message,
      Breadth: breadth,
      Issued: session.issuedAt.toISOString(),
      Expires: session.expiresAt?.toISOString() ?? 'never',
    },
    controls: CONTROLS,
  }
}
