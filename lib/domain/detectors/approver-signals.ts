import type { ApproverQuality, Signal } from '@/lib/domain/approval-quality'
import type { Controls, Detection } from '@/lib/domain/detection'
import type { Severity } from '@/lib/domain/finding-filter'

/** Row "no or self approval" of the crosswalk. */
export const APPROVAL_CONTROLS: Controls = {
  'OWASP NHI 2025': ['NHI5:2025'],
  'NIST CSF 2.0': ['PR.AA-05', 'GV.RR-02'],
  'NIST SP 800-53 r5': ['AC-5', 'AC-2'],
  'NIST SP 800-207': ['tenet 4'],
  'ISO/IEC 27001:2022': ['A.5.3', 'A.5.18'],
  'SOC 2': ['CC6.2', 'CC6.3'],
  'PCI DSS 4.0.1': ['7.2.3'],
}

const SAYS: Record<Signal, { severity: Severity; title: string }> = {
  'in-chain': { severity: 'high', title: 'Approved what goes through their own hands' },
  reciprocal: { severity: 'medium', title: 'Two approvers approve each other' },
  'in-seconds': { severity: 'medium', title: 'Decides within seconds' },
  'always-yes': { severity: 'low', title: 'Has not said no' },
  'outside-hours': { severity: 'low', title: 'Approves outside office hours' },
}

function evidenceOf(approver: ApproverQuality): Detection['evidence'] {
  const { name, votes, approved, medianSeconds, inChain, outsideHours, reciprocal } = approver
  return {
    Approver: name,
    'Votes in 90 days': votes,
    Approved: approved,
    'Median seconds to decide': Math.round(medianSeconds),
    'Approved within their own chain': inChain,
    'Approved outside office hours': outsideHours,
    'Approve each other': reciprocal.map((each) => `${each.name} (${each.times} each)`).join(', ') || null,
  }
}

/** What an approver's votes suggest to look at: one finding for each signal. */
export function approverSignals(approver: ApproverQuality): Detection[] {
  return approver.signals.map((signal) => ({
    detector: `approver-${signal}`,
    subjectKind: 'member',
    subjectId: approver.memberId,
    systemId: null,
    ownerId: null,
    ...SAYS[signal],
    evidence: evidenceOf(approver),
    controls: APPROVAL_CONTROLS,
  }))
}
