/** What can have happened. One word a fact; later work adds words, none is ever renamed. */
export const AUDIT_ACTIONS = [
  'organisation.created',
  'organisation.changed',
  'member.added',
  'member.signed-in',
  'connector.added',
  'identity.registered',
  'identity.owner-assigned',
  'identity.suspended',
  'identity.resumed',
  'identity.departed',
  'system.registered',
  'system.changed',
  'system.measured',
  'grant.requested',
  'grant.approved',
  'grant.denied',
  'grant.suspended',
  'grant.resumed',
  'grant.revoked',
  'grant.expired',
  'session.issued',
  'session.refused',
  'session.used',
  'session.locked',
  'session.unlocked',
  'session.revocation-ordered',
  'session.revoked',
  'session.completed',
  'session.expired',
  'revocation.delivery-sent',
  'revocation.delivery-confirmed',
  'revocation.delivery-failed',
  'revocation.delivery-impossible',
  'revocation.confirmed',
  'revocation.lapsed',
  'finding.opened',
  'finding.reopened',
  'finding.changed',
  'finding.acknowledged',
  'finding.accepted',
  'finding.snoozed',
  'finding.resolved',
  'records.ingested',
  'exposure.recorded',
  'session-request.asked',
  'session-request.approved',
  'session-request.denied',
  'session-request.lapsed',
  'client.created',
  'client.changed',
  'client.secret-added',
  'client.secret-revoked',
  'client.federation-added',
  'client.federation-removed',
  'client.disabled',
  'client.enabled',
  'issuer.trusted',
  'issuer.changed',
  'subject.linked',
  'subject.unlinked',
  'keys.created',
  'keys.rotated',
  'approval.asked',
  'approval.read',
  'approval.voted',
  'approval.stage-passed',
  'approval.withdrawn',
  'approval.lapsed',
  'approval.reminded',
  'approval.escalated',
  'approval.offered',
  'approval.offer-accepted',
  'approval.offer-declined',
  'approval.offer-withdrawn',
  'approval.question-asked',
  'approval.question-answered',
  'approval.reviewed',
  'approval.recounted',
  'grant.narrowed',
  'grant.widened',
  'grant.extended',
  'grant.glass-broken',
  'consent.asked',
  'consent.given',
  'consent.declined',
  'consent.withdrawn',
  'policy.proposed',
  'policy.activated',
  'policy.denied',
  'policy.withdrawn',
  'group.created',
  'group.renamed',
  'group.member-added',
  'group.member-removed',
  'group.deleted',
  'absence.set',
  'absence.ended',
  'member.changed',
  'member.deactivated',
  'member.reactivated',
  'draft.saved',
  'draft.discarded',
  'view.saved',
  'view.deleted',
  'break-glass.reviewed',
  'break-glass.overdue',
  'ticket.closed',
  'endpoint.added',
  'endpoint.changed',
  'endpoint.disabled',
  'message.queued',
  'message.sent',
  'message.failed',
  'link.used',
  'token.created',
  'token.revoked',
] as const

export type AuditAction = (typeof AUDIT_ACTIONS)[number]
export type AuditSubjectKind =
  | 'organisation'
  | 'member'
  | 'connector'
  | 'identity'
  | 'system'
  | 'grant'
  | 'session'
  | 'revocation'
  | 'finding'
  | 'approval'
  | 'client'
  | 'issuer'
  | 'key'
  | 'policy'
  | 'group'
  | 'absence'
  | 'consent'
  | 'draft'
  | 'view'
  | 'endpoint'
  | 'message'
  | 'link'
  | 'token'

/** One immutable fact, before the database gives it an id and the caller's name. `data` must be plain JSON, never secrets. */
export type AuditEventDraft = {
  action: AuditAction
  subjectKind: AuditSubjectKind
  subjectId: string
  subjectName?: string | null
  reason?: string | null
  data?: Record<string, unknown>
}
