/** Which status may follow which, for every noun that has a life. The database holds the same table
 *  (`status_transitions`) and refuses anything else; a test compares the two. */
export const LIVES = {
  grant: {
    draft: ['pending', 'active', 'denied', 'revoked'],
    pending: ['active', 'denied', 'expired', 'revoked'],
    active: ['suspended', 'expired', 'revoked'],
    suspended: ['active', 'expired', 'revoked'],
    denied: [],
    expired: [],
    revoked: [],
  },
  session: {
    scheduled: ['active', 'locked', 'revoking', 'revoked', 'expired'],
    active: ['locked', 'revoking', 'revoked', 'expired', 'completed'],
    locked: ['active', 'revoking', 'revoked', 'expired', 'completed'],
    revoking: ['revoked', 'expired', 'completed'],
    revoked: [],
    expired: [],
    completed: [],
  },
  finding: {
    open: ['acknowledged', 'accepted', 'snoozed', 'resolved'],
    acknowledged: ['open', 'accepted', 'snoozed', 'resolved'],
    accepted: ['open', 'acknowledged', 'resolved'],
    snoozed: ['open', 'acknowledged', 'accepted', 'resolved'],
    resolved: ['open'],
  },
  approval: {
    pending: ['approved', 'denied', 'withdrawn', 'lapsed'],
    approved: [],
    denied: [],
    withdrawn: [],
    lapsed: [],
  },
  offer: { offered: ['accepted', 'declined', 'withdrawn'], accepted: [], declined: [], withdrawn: [] },
  consent: { asked: ['given', 'declined', 'withdrawn'], given: ['withdrawn'], declined: [], withdrawn: [] },
  'policy-version': {
    pending: ['active', 'denied', 'withdrawn'],
    active: ['superseded'],
    superseded: [],
    denied: [],
    withdrawn: [],
  },
  identity: { active: ['suspended', 'departed'], suspended: ['active', 'departed'], departed: ['active'] },
  revocation: { 'in-progress': ['confirmed', 'lapsed'], confirmed: [], lapsed: [] },
  'signing-key': { next: ['current'], current: ['previous'], previous: ['retired'], retired: [] },
  delivery: {
    pending: ['sent', 'confirmed', 'failed', 'impossible', 'expired'],
    sent: ['confirmed', 'failed', 'expired'],
    failed: ['sent', 'confirmed', 'expired'],
    impossible: ['expired', 'confirmed'],
    confirmed: [],
    expired: [],
  },
} as const satisfies Record<string, Record<string, readonly string[]>>

export type Noun = keyof typeof LIVES
export type StatusOf<N extends Noun> = Extract<keyof (typeof LIVES)[N], string>

export type GrantStatus = StatusOf<'grant'>
export type SessionStatus = StatusOf<'session'>
export type FindingStatus = StatusOf<'finding'>
export type ApprovalStatus = StatusOf<'approval'>
export type OfferStatus = StatusOf<'offer'>
export type ConsentStatus = StatusOf<'consent'>
export type PolicyVersionStatus = StatusOf<'policy-version'>
export type IdentityStatus = StatusOf<'identity'>
export type RevocationStatus = StatusOf<'revocation'>
export type SigningKeyStatus = StatusOf<'signing-key'>
export type DeliveryStatus = StatusOf<'delivery'>

/** Whether a thing of this noun may go from one status to another. Staying is not a transition. */
export function canTransition<N extends Noun>(noun: N, from: StatusOf<N>, to: StatusOf<N>): boolean {
  const life: Record<string, readonly string[]> = LIVES[noun]
  return life[from]?.includes(to) ?? false
}
