import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { parseSync } from 'vite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { addFederation } from '@/lib/commands/add-federation'
import { addMember, addMemberInput } from '@/lib/commands/add-member'
import { answerOffer } from '@/lib/commands/answer-offer'
import { answerQuestion, askQuestion } from '@/lib/commands/ask-question'
import { askSession } from '@/lib/commands/ask-session'
import { assignOwner } from '@/lib/commands/assign-owner'
import { breakGlass, breakGlassInput } from '@/lib/commands/break-glass'
import { changeClient } from '@/lib/commands/change-client'
import { changeEndpoint, changeEndpointInput } from '@/lib/commands/change-endpoint'
import { changeFinding } from '@/lib/commands/change-finding'
import { changeGroup, changeGroupInput } from '@/lib/commands/change-group'
import { changeIssuer } from '@/lib/commands/change-issuer'
import { changeMember } from '@/lib/commands/change-member'
import { changeOrganisation } from '@/lib/commands/change-organisation'
import { changeSystem } from '@/lib/commands/change-system'
import { checkSessionGuardrails } from '@/lib/commands/check-session-guardrails'
import { closeReview } from '@/lib/commands/close-review'
import { closeTicket } from '@/lib/commands/close-ticket'
import { commitSession } from '@/lib/commands/commit-session'
import { completeSession } from '@/lib/commands/complete-session'
import { createApiToken } from '@/lib/commands/create-api-token'
import { createClient, createClientInput } from '@/lib/commands/create-client'
import { createEndpoint } from '@/lib/commands/create-endpoint'
import { createGroup, createGroupInput } from '@/lib/commands/create-group'
import { deactivateMember, reactivateMember } from '@/lib/commands/deactivate-member'
import { decideApproval } from '@/lib/commands/decide-approval'
import { decideApprovals } from '@/lib/commands/decide-approvals'
import { decideByLink } from '@/lib/commands/decide-by-link'
import { deleteGroup } from '@/lib/commands/delete-group'
import { deleteView } from '@/lib/commands/delete-view'
import { departIdentity } from '@/lib/commands/depart-identity'
import { disableClient } from '@/lib/commands/disable-client'
import { discardDraft } from '@/lib/commands/discard-draft'
import { enableClient } from '@/lib/commands/enable-client'
import { endAbsence } from '@/lib/commands/end-absence'
import { endIdleSessions } from '@/lib/commands/end-idle-sessions'
import { endOwnAccess } from '@/lib/commands/end-own-access'
import { endUngrantedSessions } from '@/lib/commands/end-ungranted-sessions'
import { escalateApprovals } from '@/lib/commands/escalate-approvals'
import { expireAccess } from '@/lib/commands/expire-access'
import { extendGrant, extendGrantInput } from '@/lib/commands/extend-grant'
import { finishIngest } from '@/lib/commands/finish-ingest'
import { issueSession } from '@/lib/commands/issue-session'
import { linkSubject } from '@/lib/commands/link-subject'
import { lockSessions, unlockSessions } from '@/lib/commands/lock-sessions'
import { makeOffer } from '@/lib/commands/make-offer'
import { measureObservedAccess } from '@/lib/commands/measure-observed-access'
import { measureUsedAccess } from '@/lib/commands/measure-used-access'
import { narrowGrant, narrowGrantInput } from '@/lib/commands/narrow-grant'
import { pollSessionRequest } from '@/lib/commands/poll-session-request'
import { proposePolicy } from '@/lib/commands/propose-policy'
import { recordApprovalRead } from '@/lib/commands/record-approval-read'
import { recordChecks } from '@/lib/commands/record-checks'
import { recordExposure } from '@/lib/commands/record-exposure'
import { recordFindings } from '@/lib/commands/record-findings'
import { recordObservations } from '@/lib/commands/record-observations'
import { recordRefusal } from '@/lib/commands/record-refusal'
import { recordReview } from '@/lib/commands/record-review'
import { recordReviewFailure } from '@/lib/commands/record-review-failure'
import { recordUses, recordUsesInput } from '@/lib/commands/record-uses'
import { registerIdentity, registerIdentityInput } from '@/lib/commands/register-identity'
import { registerSystem, registerSystemInput } from '@/lib/commands/register-system'
import { remeasureSystem } from '@/lib/commands/remeasure-system'
import { remindApprovers } from '@/lib/commands/remind-approvers'
import { removeFederation } from '@/lib/commands/remove-federation'
import { requestGrant, requestGrantInput } from '@/lib/commands/request-grant'
import { revokeApiToken } from '@/lib/commands/revoke-api-token'
import { revokeClientSecret } from '@/lib/commands/revoke-client-secret'
import { revokeGrant } from '@/lib/commands/revoke-grant'
import { revokeGrants } from '@/lib/commands/revoke-grants'
import { revokeSessions, revokeSessionsInput } from '@/lib/commands/revoke-sessions'
import { rotateClientSecret } from '@/lib/commands/rotate-client-secret'
import { saveDraft } from '@/lib/commands/save-draft'
import { saveView, saveViewInput } from '@/lib/commands/save-view'
import { sendDigests } from '@/lib/commands/send-digests'
import { setAbsence } from '@/lib/commands/set-absence'
import { settleDeliveries } from '@/lib/commands/settle-deliveries'
import { settleMessage } from '@/lib/commands/settle-message'
import { settleSilence } from '@/lib/commands/settle-silence'
import { startIngest } from '@/lib/commands/start-ingest'
import { resumeGrant, suspendGrant } from '@/lib/commands/suspend-grant'
import { resumeIdentity, suspendIdentity } from '@/lib/commands/suspend-identity'
import { tellApproval } from '@/lib/commands/tell-approval'
import { tellDelegates } from '@/lib/commands/tell-delegates'
import { testEndpoint } from '@/lib/commands/test-endpoint'
import { trustIssuer, trustIssuerInput } from '@/lib/commands/trust-issuer'
import { unlinkSubject } from '@/lib/commands/unlink-subject'
import { warnOfEnds } from '@/lib/commands/warn-of-ends'
import { widenGrant, widenGrantInput } from '@/lib/commands/widen-grant'
import { withdrawConsent } from '@/lib/commands/withdraw-consent'
import { withdrawOffer } from '@/lib/commands/withdraw-offer'
import { withdrawPolicy } from '@/lib/commands/withdraw-policy'
import { withdrawRequest } from '@/lib/commands/withdraw-request'
import { attemptPage } from '@/lib/domain/attempt'
import { auditListRequest } from '@/lib/domain/audit-filter'
import { type Context, ROLES, type Role, systemContext } from '@/lib/domain/context'
import { endpointInput } from '@/lib/domain/endpoint'
import { DomainError } from '@/lib/domain/error'
import type { RecordedFinding } from '@/lib/domain/finding'
import { findingListRequest } from '@/lib/domain/finding-filter'
import { grantListInput } from '@/lib/domain/grant-filter'
import { identityListInput } from '@/lib/domain/identity-filter'
import { INBOX_VIEWS, inboxRequest } from '@/lib/domain/inbox-request'
import { DEFAULT_LIMITS } from '@/lib/domain/limits'
import { messageListRequest } from '@/lib/domain/message-row'
import type { Observation } from '@/lib/domain/observation'
import { EMPTY_FORM } from '@/lib/domain/request-form'
import { sessionListRequest } from '@/lib/domain/session-filter'
import { systemListInput } from '@/lib/domain/system-filter'
import { checkPolicyDraft } from '@/lib/queries/check-policy-draft'
import { countAuditEvents } from '@/lib/queries/count-audit-events'
import { countFindingViews } from '@/lib/queries/count-finding-views'
import { countGrantViews } from '@/lib/queries/count-grant-views'
import { countIdentityViews } from '@/lib/queries/count-identity-views'
import { countInbox } from '@/lib/queries/count-inbox'
import { countSessionViews } from '@/lib/queries/count-session-views'
import { findConnectorOfKind } from '@/lib/queries/find-connector-of-kind'
import { findFinding } from '@/lib/queries/find-finding'
import { findIdentityOfSubject } from '@/lib/queries/find-identity-of-subject'
import { findOwners } from '@/lib/queries/find-owners'
import { findParties } from '@/lib/queries/find-parties'
import { findQueuedMessage } from '@/lib/queries/find-queued-message'
import { findReviewQuestion } from '@/lib/queries/find-review-question'
import { findRevocationReceipt } from '@/lib/queries/find-revocation-receipt'
import { findSigningAlg } from '@/lib/queries/find-signing-alg'
import { findSystemsByName } from '@/lib/queries/find-systems-by-name'
import { findTokenFacts } from '@/lib/queries/find-token-facts'
import { findTokenSession } from '@/lib/queries/find-token-session'
import { findTrustedIssuer } from '@/lib/queries/find-trusted-issuer'
import { getActivePolicy } from '@/lib/queries/get-active-policy'
import { getClient } from '@/lib/queries/get-client'
import { getCoverage } from '@/lib/queries/get-coverage'
import { getDecisionLink } from '@/lib/queries/get-decision-link'
import { getDelegationChain } from '@/lib/queries/get-delegation-chain'
import { getEmergencyOptions, getEmergencySystem } from '@/lib/queries/get-emergency-options'
import { getFinding } from '@/lib/queries/get-finding'
import { getGrant } from '@/lib/queries/get-grant'
import { getGroupUses } from '@/lib/queries/get-group-uses'
import { getGuardrails } from '@/lib/queries/get-guardrails'
import { getIdentity } from '@/lib/queries/get-identity'
import { getInboxItem } from '@/lib/queries/get-inbox-item'
import { getNavCounts } from '@/lib/queries/get-nav-counts'
import { getOrganisation } from '@/lib/queries/get-organisation'
import { getOverview } from '@/lib/queries/get-overview'
import { getPolicyForm } from '@/lib/queries/get-policy-form'
import { getPolicyVersion } from '@/lib/queries/get-policy-version'
import { getRequestForm } from '@/lib/queries/get-request-form'
import { getRiskReport } from '@/lib/queries/get-risk-report'
import { getSession } from '@/lib/queries/get-session'
import { getSessionLife } from '@/lib/queries/get-session-life'
import { getSessionRequest } from '@/lib/queries/get-session-request'
import { getSystem } from '@/lib/queries/get-system'
import { getTryItTerms } from '@/lib/queries/get-try-it-terms'
import { listAbsences } from '@/lib/queries/list-absences'
import { listAccessFacts } from '@/lib/queries/list-access-facts'
import { listApiTokens } from '@/lib/queries/list-api-tokens'
import { listApprovalQuality } from '@/lib/queries/list-approval-quality'
import { listAttempts } from '@/lib/queries/list-attempts'
import { listAuditEvents } from '@/lib/queries/list-audit-events'
import { listClients } from '@/lib/queries/list-clients'
import { listConnectors } from '@/lib/queries/list-connectors'
import { listEndpoints } from '@/lib/queries/list-endpoints'
import { listExposurePoints } from '@/lib/queries/list-exposure-points'
import { listFindings } from '@/lib/queries/list-findings'
import { listGrantRequests } from '@/lib/queries/list-grant-requests'
import { listGrants } from '@/lib/queries/list-grants'
import { listGroups } from '@/lib/queries/list-groups'
import { listIdentities } from '@/lib/queries/list-identities'
import { listIdentitySubjects } from '@/lib/queries/list-identity-subjects'
import { listInbox } from '@/lib/queries/list-inbox'
import { listIngestRuns } from '@/lib/queries/list-ingest-runs'
import { listIssuableGrants } from '@/lib/queries/list-issuable-grants'
import { listLiveBreakGlass } from '@/lib/queries/list-live-break-glass'
import { listMembers } from '@/lib/queries/list-members'
import { listMessages } from '@/lib/queries/list-messages'
import { listObservedQuestions } from '@/lib/queries/list-observed-questions'
import { listOpenDeliveries } from '@/lib/queries/list-open-deliveries'
import { listOverdueReviews } from '@/lib/queries/list-overdue-reviews'
import { listPolicyVersions } from '@/lib/queries/list-policy-versions'
import { listRecordedFindings } from '@/lib/queries/list-recorded-findings'
import { listRefusalFacts } from '@/lib/queries/list-refusal-facts'
import { listReviews } from '@/lib/queries/list-reviews'
import { listSavedViews } from '@/lib/queries/list-saved-views'
import { listServiceIdentities } from '@/lib/queries/list-service-identities'
import { listSessionFilterOptions } from '@/lib/queries/list-session-filter-options'
import { listSessionTimeline } from '@/lib/queries/list-session-timeline'
import { listSessionUses, sessionUsesRequest } from '@/lib/queries/list-session-uses'
import { countSessions, listSessions, readAllSessions } from '@/lib/queries/list-sessions'
import { listSessionsAsking } from '@/lib/queries/list-sessions-asking'
import { listSnapshots } from '@/lib/queries/list-snapshots'
import { listSystemNames } from '@/lib/queries/list-system-names'
import { listSystems } from '@/lib/queries/list-systems'
import { listTrustedIssuers } from '@/lib/queries/list-trusted-issuers'
import { measureExposure } from '@/lib/queries/measure-exposure'
import { previewRequest } from '@/lib/queries/preview-request'
import { previewRevocation, previewRevocationInput } from '@/lib/queries/preview-revocation'
import { rollUpSystems } from '@/lib/queries/roll-up-systems'
import { findSystems, searchCatalogue } from '@/lib/queries/search-catalogue'
import { searchEverything } from '@/lib/queries/search-everything'
import { simulateIssuance } from '@/lib/queries/simulate-issuance'
import { testPolicy } from '@/lib/queries/test-policy'
import {
  createMembers,
  createWorld,
  everyRow,
  FIGURES,
  MARK,
  secretsOf,
  type World,
} from '@/tests/support/authorization-world'
import { at, NOW } from '@/tests/support/clock'
import { issuableGrant, sessionDraft } from '@/tests/support/session-draft'
import { withSettings } from '@/tests/support/with-settings'

withSettings({ REMIT_SECRET: 's'.repeat(40) })

/** Who may do what: written down here a second time, so that a change of the rule in the product is noticed. */
const MAY = {
  'view-access': ['reviewer', 'approver', 'manager', 'admin'],
  'save-view': ['reviewer', 'approver', 'manager', 'admin'],
  'view-audit': ['reviewer', 'manager', 'admin'],
  'view-report': ['reviewer', 'manager', 'admin'],
  'view-connections': ['reviewer', 'admin'],
  'revoke-access': ['reviewer', 'admin'],
  'lock-access': ['reviewer', 'approver', 'admin'],
  'handle-finding': ['reviewer', 'admin'],
  'request-grant': ['reviewer', 'approver', 'manager', 'admin'],
  'decide-approval': ['reviewer', 'approver', 'manager', 'admin'],
  'withdraw-request': ['reviewer', 'approver', 'manager', 'admin'],
  'view-own-access': ['reviewer', 'approver', 'manager', 'admin'],
  'end-own-access': ['reviewer', 'approver', 'manager', 'admin'],
  'break-glass': ['approver', 'admin'],
  'close-review': ['reviewer', 'admin'],
  'view-approval-quality': ['reviewer', 'manager', 'admin'],
  'assign-owner': ['reviewer', 'admin'],
  'manage-identities': ['admin'],
  'manage-systems': ['admin'],
  'manage-members': ['admin'],
  'ingest-records': ['reviewer', 'admin'],
  'suspend-identity': ['reviewer', 'admin'],
  'manage-clients': ['admin'],
  'manage-own-tokens': ['reviewer', 'approver', 'manager', 'admin'],
  'manage-service-tokens': ['admin'],
  'view-policies': ['reviewer', 'approver', 'manager', 'admin'],
  'propose-policy': ['admin'],
  'manage-groups': ['admin'],
  'manage-organisation': ['admin'],
  'set-absence': ['reviewer', 'approver', 'manager', 'admin'],
  'close-ticket': ['reviewer', 'admin'],
  'manage-endpoints': ['admin'],
  'view-messages': ['admin'],
  'Remit itself': [],
} as const satisfies Record<string, readonly Role[]>

/** What it takes, and how to call it on what is in a world: every id in the call comes from `of`. `people`: what a
 *  part of Remit cannot do. */
type Entry = [needs: keyof typeof MAY, call: (ctx: Context, of: World) => unknown, by?: 'people']

const reason = 'For a test.'
const drain = async (batches: AsyncIterable<unknown>) => {
  const all: unknown[] = []
  for await (const batch of batches) all.push(batch)
  return all
}
const all = { view: 'all' }

const COMMANDS: Record<string, Entry> = {
  addFederation: [
    'manage-clients',
    (ctx, of) =>
      addFederation(ctx, { clientId: of.client, issuer: of.issuer, audience: 'new', conditions: { sub: ['a'] } }),
  ],
  addMember: [
    'manage-members',
    (ctx, of) =>
      addMember(
        ctx,
        addMemberInput.parse({ email: 'new@example.com', name: 'New', roles: ['reviewer'], identityId: of.person }),
      ),
  ],
  answerOffer: ['request-grant', (ctx, of) => answerOffer(ctx, { offerId: of.offer, answer: 'decline' })],
  answerQuestion: ['request-grant', (ctx, of) => answerQuestion(ctx, { approvalId: of.ownRequest, body: reason })],
  askQuestion: [
    'decide-approval',
    (ctx, of) => askQuestion(ctx, { approvalId: of.sessionRequest, body: reason }),
    'people',
  ],
  askSession: ['Remit itself', (ctx, of) => askSession(ctx, of.asked)],
  assignOwner: [
    'assign-owner',
    (ctx, of) => assignOwner(ctx, { kind: 'system', ids: [of.system], ownerId: of.person }),
  ],
  breakGlass: [
    'break-glass',
    (ctx, of) =>
      breakGlass(
        ctx,
        breakGlassInput.parse({
          ...{ principalId: of.person, actorId: of.responder, durationSeconds: 600, ticket: 'INC-1' },
          targets: [{ systemId: of.system, permissions: ['case:read'] }],
          reason: 'An emergency, for a test.',
        }),
      ),
    'people',
  ],
  changeClient: [
    'manage-clients',
    (ctx, of) => changeClient(ctx, { clientId: of.client, systems: [of.system], requiresDpop: true }),
  ],
  changeEndpoint: [
    'manage-endpoints',
    (ctx, of) => changeEndpoint(ctx, changeEndpointInput.parse({ endpointId: of.endpoint, status: 'disabled' })),
  ],
  changeFinding: [
    'handle-finding',
    (ctx, of) => changeFinding(ctx, { findingIds: [of.finding], to: 'acknowledged', reason }),
  ],
  changeGroup: [
    'manage-groups',
    (ctx, of) => changeGroup(ctx, changeGroupInput.parse({ groupId: of.group, remove: [of.secondAdmin] })),
  ],
  changeIssuer: ['manage-clients', (ctx, of) => changeIssuer(ctx, { issuer: of.issuer, status: 'disabled' })],
  changeMember: [
    'manage-members',
    (ctx, of) => changeMember(ctx, { memberId: of.secondAdmin, roles: ['manager'], reason }),
  ],
  changeOrganisation: [
    'manage-organisation',
    (ctx) => changeOrganisation(ctx, { name: 'Acme', timeZone: 'Europe/Berlin' }),
  ],
  changeSystem: [
    'manage-systems',
    (ctx, of) => changeSystem(ctx, { systemId: of.system, tier: 1, environment: 'staging' }),
  ],
  checkSessionGuardrails: [
    'Remit itself',
    (ctx, of) => {
      const parties = { principalId: of.personUuid, actorId: of.agentUuid }
      const grant = issuableGrant({ orgId: of.orgId, grantId: of.grantUuid, systemId: of.systemUuid, ...parties })
      const { terms } = sessionDraft(grant)
      return checkSessionGuardrails(ctx, { grant, terms, clientName: 'a client', ticket: null, purpose: null })
    },
  ],
  closeReview: [
    'close-review',
    (ctx, of) => closeReview(ctx, { grantId: of.broken, outcome: 'justified', comment: reason }),
    'people',
  ],
  closeTicket: ['close-ticket', (ctx) => closeTicket(ctx, { ticket: 'ITSM-1' })],
  completeSession: ['Remit itself', (ctx, of) => completeSession(ctx, { sessionId: of.sessionUuid })],
  createApiToken: [
    'manage-own-tokens',
    (ctx) => createApiToken(ctx, { name: 'new', scopes: ['access:read'], days: 1 }),
    'people',
  ],
  createClient: [
    'manage-clients',
    (ctx, of) =>
      createClient(
        ctx,
        createClientInput.parse({ identity: of.agent, authMethods: ['client_secret_basic'], systems: [of.system] }),
      ),
  ],
  commitSession: [
    'Remit itself',
    (ctx, of) => {
      const parties = { principalId: of.personUuid, actorId: of.agentUuid }
      const ids = { orgId: of.orgId, grantId: of.grantUuid, systemId: of.systemUuid, ...parties }
      return commitSession(ctx, sessionDraft(issuableGrant(ids)))
    },
  ],
  createEndpoint: [
    'manage-endpoints',
    (ctx) =>
      createEndpoint(
        ctx,
        endpointInput.parse({ kind: 'reviewer', name: randomUUID(), url: 'https://hooks.example.com/new' }),
      ),
  ],
  createGroup: [
    'manage-groups',
    (ctx, of) => createGroup(ctx, createGroupInput.parse({ name: 'new', memberIds: [of.secondAdmin] })),
  ],
  deactivateMember: ['manage-members', (ctx, of) => deactivateMember(ctx, { memberId: of.secondAdmin, reason })],
  decideApproval: [
    'decide-approval',
    (ctx, of) => decideApproval(ctx, { approvalId: of.sessionRequest, vote: 'approve', comment: reason }),
    'people',
  ],
  decideApprovals: [
    'decide-approval',
    (ctx, of) => decideApprovals(ctx, { approvals: [{ approvalId: of.sessionRequest }], vote: 'approve' }),
    'people',
  ],
  decideByLink: ['decide-approval', (ctx, of) => decideByLink(ctx, { link: of.link, vote: 'approve' }), 'people'],
  deleteGroup: ['manage-groups', (ctx, of) => deleteGroup(ctx, { groupId: of.group })],
  deleteView: ['save-view', (ctx, of) => deleteView(ctx, { viewId: of.view }), 'people'],
  departIdentity: ['assign-owner', (ctx, of) => departIdentity(ctx, { identityId: of.agent, reason })],
  discardDraft: ['request-grant', (ctx, of) => discardDraft(ctx, { draftId: of.draft }), 'people'],
  disableClient: ['manage-clients', (ctx, of) => disableClient(ctx, { clientId: of.client, reason })],
  enableClient: ['manage-clients', (ctx, of) => enableClient(ctx, { clientId: of.disabledClient, reason })],
  endAbsence: ['set-absence', (ctx, of) => endAbsence(ctx, { absenceId: of.absence })],
  endIdleSessions: ['Remit itself', (ctx) => endIdleSessions(ctx)],
  endOwnAccess: ['end-own-access', (ctx, of) => endOwnAccess(ctx, { grantId: of.ownGrant, reason })],
  endUngrantedSessions: ['Remit itself', (ctx) => endUngrantedSessions(ctx)],
  escalateApprovals: ['Remit itself', (ctx) => escalateApprovals(ctx)],
  expireAccess: ['Remit itself', (ctx) => expireAccess(ctx)],
  extendGrant: [
    'request-grant',
    (ctx, of) =>
      extendGrant(ctx, extendGrantInput.parse({ grantId: of.ownGrant, purpose: reason, expiresAt: at('+300d') })),
  ],
  finishIngest: [
    'ingest-records',
    (ctx, of) =>
      finishIngest(ctx, {
        runId: of.runUuid,
        connectorId: of.connectorUuid,
        counts: {},
        problems: [],
        finishedAt: NOW,
      }),
  ],
  issueSession: [
    'Remit itself',
    (ctx, of) => issueSession(ctx, { grantId: of.grant, systemId: of.system, ttlSeconds: 60, parentId: null }),
  ],
  linkSubject: [
    'manage-clients',
    (ctx, of) => linkSubject(ctx, { issuer: of.issuer, subject: 'new', identity: of.agent }),
  ],
  lockSessions: ['lock-access', (ctx, of) => lockSessions(ctx, { sessionIds: [of.session], until: at('+1h'), reason })],
  makeOffer: [
    'decide-approval',
    (ctx, of) => makeOffer(ctx, { approvalId: of.sessionRequest, terms: { maxSessionTtlSeconds: 600 }, note: reason }),
    'people',
  ],
  measureObservedAccess: [
    'ingest-records',
    (ctx, of) =>
      measureObservedAccess(ctx, { connectorId: of.connectorUuid, limits: DEFAULT_LIMITS, reading: NOTHING_READ }),
  ],
  narrowGrant: [
    'request-grant',
    (ctx, of) => narrowGrant(ctx, narrowGrantInput.parse({ grantId: of.ownGrant, reason, maxSessionTtlSeconds: 60 })),
  ],
  pollSessionRequest: [
    'Remit itself',
    (ctx, of) => pollSessionRequest(ctx, { id: of.sessionRequestUuid, clientId: of.clientUuid }),
  ],
  measureUsedAccess: ['Remit itself', (ctx) => measureUsedAccess(ctx)],
  recordApprovalRead: [
    'decide-approval',
    (ctx, of) => recordApprovalRead(ctx, { approvalId: of.sessionRequest }),
    'people',
  ],
  proposePolicy: ['propose-policy', (ctx) => proposePolicy(ctx, { kind: 'approvals', content: {}, note: reason })],
  reactivateMember: ['manage-members', (ctx, of) => reactivateMember(ctx, { memberId: of.goneMember, reason })],
  recordChecks: [
    'Remit itself',
    (ctx, of) => {
      const told = { sessionId: of.sessionUuid, systemId: of.systemUuid, permission: 'case:read', clientId: null }
      const times = { firstAt: NOW.getTime(), lastAt: NOW.getTime() }
      return recordChecks(ctx, [{ ...told, allowed: 1, denied: 0, inactive: 0, ...times }])
    },
  ],
  recordExposure: ['Remit itself', (ctx) => recordExposure(ctx, FIGURES)],
  recordFindings: [
    'Remit itself',
    (ctx, of) =>
      recordFindings(ctx, {
        open: [],
        reopen: [],
        wake: [],
        change: [],
        resolve: [{ id: of.findingUuid } as RecordedFinding],
      }),
  ],
  recordObservations: [
    'ingest-records',
    (ctx, of) =>
      recordObservations(ctx, {
        connectorId: of.connectorUuid,
        connectorKind: 'test',
        source: 'test',
        observations: [REFUSED_ATTEMPT],
      }),
  ],
  recordRefusal: [
    'Remit itself',
    (ctx, of) => {
      const ids = { actorId: of.agentUuid, principalId: of.personUuid, grantId: of.grantUuid, systemId: of.systemUuid }
      const asked = { parentSessionId: null, clientId: null, requested: {} }
      return recordRefusal(ctx, { ...ids, ...asked, refusals: [{ code: 'outside-window', message: 'Not now.' }] })
    },
  ],
  recordReview: [
    'Remit itself',
    (ctx, of) => recordReview(ctx, { approvalId: of.reviewUuid, position: 1, verdict: 'comment', comment: 'Fine.' }),
  ],
  recordReviewFailure: [
    'Remit itself',
    (ctx, of) =>
      recordReviewFailure(ctx, { approvalId: of.reviewUuid, endpointId: of.endpointUuid, error: 'it is away' }),
  ],
  recordUses: [
    'Remit itself',
    (ctx, of) =>
      recordUses(ctx, recordUsesInput.parse({ sessionId: of.session, uses: [{ permission: 'case:read', at: NOW }] })),
  ],
  registerIdentity: [
    'manage-identities',
    (ctx, of) => registerIdentity(ctx, registerIdentityInput.parse({ kind: 'agent', name: 'new', ownerId: of.person })),
  ],
  registerSystem: [
    'manage-systems',
    (ctx, of) =>
      registerSystem(
        ctx,
        registerSystemInput.parse({
          key: 'new',
          name: 'new',
          kind: 'api',
          tier: 3,
          environment: 'staging',
          ownerId: of.person,
        }),
      ),
  ],
  remeasureSystem: ['Remit itself', (ctx, of) => remeasureSystem(ctx, of.systemUuid)],
  remindApprovers: ['Remit itself', (ctx) => remindApprovers(ctx)],
  removeFederation: [
    'manage-clients',
    (ctx, of) => removeFederation(ctx, { clientId: of.client, federationId: of.federation }),
  ],
  requestGrant: [
    'request-grant',
    (ctx, of) =>
      requestGrant(
        ctx,
        requestGrantInput.parse({
          name: 'new',
          purpose: reason,
          principalId: of.person,
          actorId: of.agent,
          targets: [{ systemId: of.system, permissions: ['case:read'] }],
          maxSessionTtlSeconds: 60,
          expiresAt: at('+1d'),
        }),
      ),
  ],
  resumeIdentity: ['suspend-identity', (ctx, of) => resumeIdentity(ctx, { identityId: of.sleeper, reason })],
  resumeGrant: ['revoke-access', (ctx, of) => resumeGrant(ctx, { grantId: of.suspended, reason })],
  revokeApiToken: ['manage-own-tokens', (ctx, of) => revokeApiToken(ctx, { tokenId: of.token })],
  revokeClientSecret: [
    'manage-clients',
    (ctx, of) => revokeClientSecret(ctx, { clientId: of.client, secretId: of.secret }),
  ],
  revokeGrant: ['revoke-access', (ctx, of) => revokeGrant(ctx, { grantId: of.grant, reason, findingId: of.finding })],
  revokeGrants: ['revoke-access', (ctx, of) => revokeGrants(ctx, { grantIds: [of.grant], reason })],
  revokeSessions: [
    'revoke-access',
    (ctx, of) =>
      revokeSessions(ctx, revokeSessionsInput.parse({ sessionIds: [of.session], reason, findingId: of.finding })),
  ],
  rotateClientSecret: [
    'manage-clients',
    (ctx, of) => rotateClientSecret(ctx, { clientId: of.client, revokeOldest: false }),
  ],
  saveDraft: [
    'request-grant',
    (ctx, of) => saveDraft(ctx, { draftId: of.draft, form: { ...EMPTY_FORM, name: 'new' } }),
    'people',
  ],
  saveView: [
    'save-view',
    (ctx) => saveView(ctx, saveViewInput.parse({ list: '/grants', name: 'new', query: 'q=new' })),
    'people',
  ],
  sendDigests: ['Remit itself', (ctx) => sendDigests(ctx)],
  setAbsence: [
    'set-absence',
    (ctx, of) =>
      setAbsence(ctx, {
        ...{ memberId: ctx.actor.kind === 'member' ? undefined : of.goneMember, delegateId: of.secondAdmin },
        ...{ startsAt: NOW, endsAt: at('+1d'), reason },
      }),
  ],
  settleDeliveries: [
    'Remit itself',
    (ctx, of) => settleDeliveries(ctx, [{ deliveryId: of.deliveryUuid, status: 'confirmed' }]),
  ],
  settleMessage: ['Remit itself', (ctx, of) => settleMessage(ctx, { messageId: of.messageUuid, error: null })],
  settleSilence: ['Remit itself', (ctx) => settleSilence(ctx)],
  startIngest: ['ingest-records', (ctx) => startIngest(ctx, { kind: 'test', name: 'test', source: 'test' })],
  suspendIdentity: ['suspend-identity', (ctx, of) => suspendIdentity(ctx, { identityId: of.agent, reason })],
  suspendGrant: ['revoke-access', (ctx, of) => suspendGrant(ctx, { grantId: of.grant, reason })],
  tellApproval: ['Remit itself', (ctx, of) => tellApproval(ctx, { approvalId: of.sessionRequestUuid, what: 'opened' })],
  tellDelegates: ['Remit itself', (ctx) => tellDelegates(ctx)],
  testEndpoint: ['manage-endpoints', (ctx, of) => testEndpoint(ctx, { endpointId: of.endpoint })],
  trustIssuer: [
    'manage-clients',
    (ctx) =>
      trustIssuer(
        ctx,
        trustIssuerInput.parse({ issuer: `https://${randomUUID()}.example.com`, name: 'new', audiences: ['a'] }),
      ),
  ],
  unlinkSubject: ['manage-clients', (ctx, of) => unlinkSubject(ctx, { issuer: of.issuer, subject: of.subject })],
  unlockSessions: ['lock-access', (ctx, of) => unlockSessions(ctx, { sessionIds: [of.locked], reason })],
  warnOfEnds: ['Remit itself', (ctx) => warnOfEnds(ctx)],
  widenGrant: [
    'request-grant',
    (ctx, of) =>
      widenGrant(ctx, widenGrantInput.parse({ grantId: of.ownGrant, purpose: reason, maxSessionTtlSeconds: 90_000 })),
  ],
  withdrawConsent: ['end-own-access', (ctx, of) => withdrawConsent(ctx, { consentId: of.consent, reason })],
  withdrawOffer: ['decide-approval', (ctx, of) => withdrawOffer(ctx, { offerId: of.offer })],
  withdrawRequest: ['withdraw-request', (ctx, of) => withdrawRequest(ctx, { approvalId: of.ownRequest, reason })],
  withdrawPolicy: ['propose-policy', (ctx, of) => withdrawPolicy(ctx, { policyId: of.proposal, reason })],
}

const QUERIES: Record<string, Entry> = {
  checkPolicyDraft: ['view-policies', (ctx) => checkPolicyDraft(ctx, {})],
  countAuditEvents: ['view-audit', (ctx) => countAuditEvents(ctx, auditListRequest.parse({}))],
  countFindingViews: ['view-access', (ctx) => countFindingViews(ctx, findingListRequest.parse({}))],
  countGrantViews: ['view-access', (ctx) => countGrantViews(ctx, grantListInput.parse(all))],
  countIdentityViews: ['view-access', (ctx) => countIdentityViews(ctx, identityListInput.parse({}))],
  countInbox: ['view-access', (ctx) => countInbox(ctx)],
  countSessions: ['view-access', (ctx) => countSessions(ctx, sessionListRequest.parse(all))],
  countSessionViews: ['view-access', (ctx) => countSessionViews(ctx)],
  findConnectorOfKind: ['Remit itself', (ctx) => findConnectorOfKind(ctx, 'aws-cloudtrail')],
  findFinding: ['view-access', (ctx, of) => findFinding(ctx, of.finding)],
  findIdentityOfSubject: [
    'Remit itself',
    (ctx, of) => findIdentityOfSubject(ctx, { issuerId: of.issuerUuid, subject: of.subject, email: null }),
  ],
  findOwners: ['assign-owner', (ctx) => findOwners(ctx, { words: '' })],
  findParties: ['request-grant', (ctx) => findParties(ctx, { words: '', people: false })],
  findQueuedMessage: ['Remit itself', (ctx, of) => findQueuedMessage(ctx, of.messageUuid)],
  findReviewQuestion: [
    'Remit itself',
    (ctx, of) => findReviewQuestion(ctx, { approvalId: of.reviewUuid, position: 1 }),
  ],
  findRevocationReceipt: ['view-access', (ctx, of) => findRevocationReceipt(ctx, of.revoking)],
  getActivePolicy: ['view-policies', (ctx) => getActivePolicy(ctx)],
  getClient: ['view-access', (ctx, of) => getClient(ctx, of.client)],
  findTokenFacts: ['view-access', (ctx, of) => findTokenFacts(ctx, of.session)],
  findSigningAlg: ['Remit itself', (ctx, of) => findSigningAlg(ctx, [of.systemUuid])],
  findSystemsByName: ['Remit itself', (ctx, of) => findSystemsByName(ctx, [of.systemKey])],
  findSystems: ['request-grant', (ctx) => findSystems(ctx, { words: '' })],
  findTokenSession: [
    'Remit itself',
    (ctx, of) => findTokenSession(ctx, { sessionId: of.sessionUuid, tokenSha256: null }),
  ],
  findTrustedIssuer: ['Remit itself', (ctx) => findTrustedIssuer(ctx, `https://${MARK.toLowerCase()}.example.com`)],
  getCoverage: ['view-access', (ctx) => getCoverage(ctx)],
  getDecisionLink: ['decide-approval', (ctx, of) => getDecisionLink(ctx, of.link)],
  getDelegationChain: ['view-access', (ctx, of) => getDelegationChain(ctx, of.session)],
  getEmergencyOptions: ['break-glass', (ctx) => getEmergencyOptions(ctx)],
  getEmergencySystem: ['break-glass', (ctx, of) => getEmergencySystem(ctx, { systemId: of.system })],
  getFinding: ['view-access', (ctx, of) => getFinding(ctx, of.finding)],
  getGrant: ['view-access', (ctx, of) => getGrant(ctx, of.grant)],
  getGroupUses: ['manage-groups', (ctx, of) => getGroupUses(ctx, { groupId: of.group })],
  getGuardrails: ['view-policies', (ctx) => getGuardrails(ctx)],
  getIdentity: ['view-access', (ctx, of) => getIdentity(ctx, of.person)],
  getInboxItem: ['view-access', (ctx, of) => getInboxItem(ctx, of.sessionRequest)],
  getNavCounts: ['view-access', (ctx) => getNavCounts(ctx)],
  getOverview: ['view-access', (ctx) => getOverview(ctx, '30d')],
  getPolicyForm: ['propose-policy', (ctx) => getPolicyForm(ctx, null)],
  getPolicyVersion: ['view-policies', (ctx) => getPolicyVersion(ctx, 0)],
  getRequestForm: ['request-grant', (ctx, of) => getRequestForm(ctx, { widen: of.ownGrant })],
  getRiskReport: ['view-report', (ctx) => getRiskReport(ctx, '30d')],
  getSession: ['view-access', (ctx, of) => getSession(ctx, of.session)],
  getSessionLife: ['view-access', (ctx, of) => getSessionLife(ctx, of.session)],
  getSessionRequest: ['view-access', (ctx, of) => getSessionRequest(ctx, of.sessionRequest)],
  getSystem: ['view-access', (ctx, of) => getSystem(ctx, of.system)],
  getTryItTerms: ['view-access', (ctx, of) => getTryItTerms(ctx, of.grant)],
  listAbsences: ['view-policies', (ctx) => listAbsences(ctx)],
  listAccessFacts: ['Remit itself', (ctx) => drain(listAccessFacts(ctx))],
  listApprovalQuality: ['view-approval-quality', (ctx) => listApprovalQuality(ctx)],
  listApiTokens: ['manage-service-tokens', (ctx) => listApiTokens(ctx, 'services')],
  listAttempts: [
    'view-access',
    (ctx, of) => listAttempts(ctx, { kind: 'identity', id: of.agent }, attemptPage.parse({})),
  ],
  listAuditEvents: ['view-audit', (ctx) => listAuditEvents(ctx, auditListRequest.parse({}))],
  listClients: ['view-access', (ctx, of) => listClients(ctx, { identity: of.agent, system: of.system, limit: 10 })],
  listConnectors: ['view-connections', (ctx) => listConnectors(ctx)],
  listEndpoints: ['manage-endpoints', (ctx) => listEndpoints(ctx)],
  listExposurePoints: ['view-access', (ctx) => listExposurePoints(ctx)],
  listFindings: ['view-access', (ctx) => listFindings(ctx, findingListRequest.parse(all))],
  listGrantRequests: ['view-access', (ctx, of) => listGrantRequests(ctx, of.grant)],
  listGrants: ['view-access', (ctx) => listGrants(ctx, grantListInput.parse(all))],
  listGroups: ['view-policies', (ctx) => listGroups(ctx)],
  listIdentities: ['view-access', (ctx) => listIdentities(ctx, identityListInput.parse(all))],
  listIdentitySubjects: ['view-access', (ctx, of) => listIdentitySubjects(ctx, of.person)],
  listInbox: [
    'view-access',
    (ctx) => Promise.all(INBOX_VIEWS.map((view) => listInbox(ctx, view, inboxRequest.parse({})))),
  ],
  listIngestRuns: ['view-connections', (ctx) => listIngestRuns(ctx)],
  listIssuableGrants: ['Remit itself', (ctx, of) => listIssuableGrants(ctx, { actorId: of.agentUuid })],
  listLiveBreakGlass: ['view-access', (ctx) => listLiveBreakGlass(ctx)],
  getOrganisation: ['view-access', (ctx) => getOrganisation(ctx)],
  listMembers: ['view-policies', (ctx) => listMembers(ctx)],
  listMessages: ['view-messages', (ctx) => listMessages(ctx, messageListRequest.parse({ view: 'all' }))],
  listObservedQuestions: ['Remit itself', (ctx) => listObservedQuestions(ctx)],
  listSessionsAsking: [
    'Remit itself',
    async (ctx, of) => {
      const isPart = ctx.actor.kind === 'system'
      const asked = isPart ? await listObservedQuestions(systemContext(of.orgId, 'test', NOW)) : null
      const rest = { length: false, time: false, ticket: false, purpose: false }
      const looks = asked?.looks ?? { sets: false, breadth: false, depth: false, ...rest }
      const questions = asked?.questions.map(({ question }) => question) ?? []
      return drain(listSessionsAsking(ctx, looks, questions))
    },
  ],
  listOpenDeliveries: ['Remit itself', (ctx, of) => listOpenDeliveries(ctx, of.revocationUuid)],
  listOverdueReviews: ['Remit itself', (ctx) => listOverdueReviews(ctx)],
  listPolicyVersions: ['view-policies', (ctx) => listPolicyVersions(ctx, 'approvals')],
  listRecordedFindings: ['Remit itself', (ctx) => listRecordedFindings(ctx)],
  listRefusalFacts: ['Remit itself', (ctx) => listRefusalFacts(ctx)],
  listReviews: ['view-access', (ctx) => listReviews(ctx, { limit: 10 })],
  listServiceIdentities: ['manage-service-tokens', (ctx) => listServiceIdentities(ctx)],
  listSessionFilterOptions: [
    'view-access',
    (ctx, of) =>
      listSessionFilterOptions(
        ctx,
        sessionListRequest.parse({ grant: of.grant, identity: of.person, owner: of.person }),
      ),
  ],
  listSessions: ['view-access', (ctx) => listSessions(ctx, sessionListRequest.parse(all))],
  listSessionTimeline: ['view-access', (ctx, of) => listSessionTimeline(ctx, of.session)],
  listSessionUses: ['view-access', (ctx, of) => listSessionUses(ctx, of.session, sessionUsesRequest.parse({}))],
  listSavedViews: ['view-access', (ctx) => listSavedViews(ctx)],
  listSnapshots: ['view-access', (ctx) => listSnapshots(ctx, at('-30d'))],
  listSystemNames: ['Remit itself', (ctx, of) => listSystemNames(ctx, [of.systemUuid])],
  listSystems: ['view-access', (ctx) => listSystems(ctx, systemListInput.parse({}))],
  listTrustedIssuers: ['view-connections', (ctx) => listTrustedIssuers(ctx)],
  measureExposure: ['view-access', (ctx) => measureExposure(ctx)],
  previewRequest: [
    'request-grant',
    (ctx, of) => {
      const system = { id: of.system, name: 'a system', tier: 2 as const, environment: 'production' as const }
      const targets = [{ system, permissions: ['case:read'], tenants: [], resources: [] }]
      return previewRequest(ctx, { ...EMPTY_FORM, targets })
    },
  ],
  previewRevocation: [
    'revoke-access',
    (ctx, of) => previewRevocation(ctx, previewRevocationInput.parse({ sessionIds: [of.session] })),
  ],
  readAllSessions: ['view-access', (ctx) => drain(readAllSessions(ctx, sessionListRequest.parse(all)))],
  rollUpSystems: ['view-access', (ctx) => rollUpSystems(ctx)],
  searchCatalogue: ['request-grant', (ctx, of) => searchCatalogue(ctx, { systemId: of.system, words: '' })],
  searchEverything: ['view-access', (ctx) => searchEverything(ctx, MARK)],
  simulateIssuance: ['view-access', (ctx, of) => simulateIssuance(ctx, { grantId: of.grant, at: NOW })],
  testPolicy: ['view-policies', (ctx) => testPolicy(ctx, { content: {}, days: 30 })],
}

/** Not in the matrix, and why. What takes a `tx` runs inside a command that has authorized, and is exempt by itself. */
const PART = 'part of other queries, which have authorized; never called from an edge'
const KEYS = 'signing keys belong to the installation; the type of the caller lets in parts of Remit only'
const LISTS = 'for the status lists, which anybody may read: numbers of tokens and their states, nobody’s in particular'
const OWN_ONLY = 'tells each caller of what is their own, and of nothing else: own-access.test.ts'

const EXEMPT: Record<string, string> = {
  countOwnAccess: OWN_ONLY,
  listDrafts: OWN_ONLY,
  listOwnAccess: OWN_ONLY,
  createSigningKeys: KEYS,
  rotateSigningKeys: KEYS,
  listSigningKeys: KEYS,
  spendProof: 'a digest in, whether it is new out; belongs to no organisation',
  claimIdempotencyKey: 'a digest of a call in, what the same caller was answered before out',
  settleIdempotencyKey: 'keeps for a caller what it was answered',
  pruneIdempotencyKeys: 'forgets what callers were answered; belongs to no organisation',
  findApiToken: 'finds out who is asking: there is no context yet',
  pruneMessages: 'forgets letters that are older than they are kept; belongs to no organisation',
  pruneProofs: 'forgets digests that nobody can use any more; belongs to no organisation',
  findTicketEndpoint: 'finds out who is calling: there is no context yet',
  findClientForAuthentication: 'finds out who is asking: there is no context yet',
  layOutGuardrail: 'a text in, the same text laid out; tells nothing of any organisation',
  tryGuardrails: 'guardrails in, what is wrong with them out; tells nothing of any organisation',
  isDatabaseReachable: 'needs no role and tells nothing of any organisation',
  createOrganisation: 'there is no organisation yet whose member could ask; its type lets in parts of Remit only',
  preparePartitions: 'changes no fact of any organisation',
  takeStatusNumber: 'a number out, the same for every organisation',
  listStatusListEntries: LISTS,
  countStatusNumbers: LISTS,
  listStatusNumberBlocks: LISTS,
  findMemberForPerson: 'finds out who is asking: there is no context yet',
  findSignedInMember: 'finds out who is asking: there is no context yet',
  listOrganisations: 'for the worker and the command line, which act for the installation',
  readHealth: 'needs no role and tells nothing of any organisation',
  findingCounts: PART,
  identityFindingCounts: PART,
  liveSessionCounts: PART,
  readPastRequests: PART,
  readQuestionsOf: PART,
  readClientRows: PART,
  readFindingRows: PART,
  readGranted: PART,
  readGrantUses: PART,
  readIssuableGrants: PART,
  readParentSession: 'part of issueSession, which has authorized',
  measureTerms: 'part of commitSession, which has authorized',
  describeSession: 'part of checkSessionGuardrails, which has authorized',
  simulateGuardrails: PART,
  readSessionRequests: PART,
  readLimits: 'the limits of one organisation, for jobs and for queries that have authorized',
  readAsked: PART,
  readChildActors: PART,
  readGrantSubject: PART,
  readInboxReader: PART,
  readItemAccess: PART,
  readPairRecord: PART,
  readProposal: PART,
  readRulesSubject: PART,
  readRuleVersions: PART,
  readSessionSubject: PART,
  readSimilarGrant: PART,
  readVoterHabits: PART,
  readVoteSheet: PART,
  readComparison: PART,
  readHeld: PART,
  readPairHistory: PART,
  readRights: PART,
  readSessionRows: PART,
  subjectEvents: PART,
  subjectFindings: PART,
}

const REFUSED_ATTEMPT: Observation = {
  identity: 'test',
  at: NOW.getTime(),
  attempt: {
    actor: { key: 'somebody', kind: 'human', name: 'Somebody' },
    ...{ principal: null, system: null, parent: null, requested: {}, errorCode: 'denied', errorMessage: null },
  },
}
const NOTHING_READ = {} as Parameters<typeof measureObservedAccess>[1]['reading']

type Exported = { folder: string; file: string; name: string; takesTx: boolean }
type Node = { type: string; [key: string]: unknown }

/** Every function that a file of a folder exports and that answers later: `async`, or by a promise it is said to return. */
function exportedBy(folder: string, file: string): Exported[] {
  const text = readFileSync(new URL(`../lib/${folder}/${file}`, import.meta.url), 'utf8')
  const { body } = parseSync(file, text).program as unknown as { body: Node[] }
  return body.flatMap((statement) => {
    const declaration = statement.type === 'ExportNamedDeclaration' ? (statement.declaration as Node | null) : null
    const declared = declaration?.type === 'VariableDeclaration' ? (declaration.declarations as Node[]) : [declaration]
    return declared.flatMap((each) => {
      const run = (each?.type === 'VariableDeclarator' ? each.init : each) as Node | null
      const params = run?.params as { name?: string }[] | undefined
      if (!each || !params) return []
      const { start, end } = (run?.returnType ?? { start: 0, end: 0 }) as { start: number; end: number }
      const isLater = run?.async === true || text.slice(start, end).includes('Promise<')
      const { name } = each.id as { name: string }
      return isLater ? [{ folder, file, name, takesTx: params[0]?.name === 'tx' }] : []
    })
  })
}

const exported = ['commands', 'queries'].flatMap((folder) =>
  readdirSync(new URL(`../lib/${folder}`, import.meta.url)).flatMap((file) => exportedBy(folder, file)),
)
const MATRIX = { ...COMMANDS, ...QUERIES }

describe('the matrix', () => {
  it('holds every command and every query', () => {
    const missing = exported
      .filter(({ name, takesTx }) => !takesTx && !(name in MATRIX) && !(name in EXEMPT))
      .map(({ folder, file, name }) => {
        const call = `(ctx, of) => ${name}(ctx, …)`
        return `lib/${folder}/${file}: add "${name}: ['<what it takes>', ${call}]," to ${folder.toUpperCase()} in tests/authorization.test.ts`
      })
    expect(missing).toEqual([])
  })

  it('holds nothing that is not there', () => {
    const names = new Set(exported.map(({ name }) => name))
    expect([...Object.keys(MATRIX), ...Object.keys(EXEMPT)].filter((name) => !names.has(name))).toEqual([])
  })

  it('exempts no part of a query that an edge calls by itself', () => {
    const parts = exported.filter(({ name }) => EXEMPT[name] === PART)
    const edges = ['app', 'lib/http', 'lib/auth', 'lib/runtime', 'lib/jobs'].flatMap((folder) => {
      const files = readdirSync(new URL(`../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
      return files.filter((file) => /\.tsx?$/.test(file)).map((file) => `${folder}/${file}`)
    })
    const callers = edges.filter((path) => {
      const text = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
      return parts.some(({ name }) =>
        new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '@/lib/queries/`).test(text),
      )
    })
    expect(callers).toEqual([])
  })
})

type Outcome = { code: string; text: string }
const toText = (value: unknown) =>
  JSON.stringify(value, (_, inner) => {
    if (typeof inner === 'bigint') return inner.toString()
    return inner instanceof Map ? [...inner] : inner
  }) ?? ''

/** What came of a call: `done` with all it told, or the code of the refusal. `error` is none of ours. */
async function outcomeOf(run: () => unknown): Promise<Outcome> {
  try {
    return { code: 'done', text: toText(await run()) }
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, text: `${error.message} ${toText(error.details)}` }
    return { code: 'error', text: String(error) }
  }
}

const callers = [...ROLES, 'Remit'] as const
const isAllowed = ([needs, , by]: Entry, caller: Role | 'Remit') =>
  caller === 'Remit' ? by !== 'people' : (MAY[needs] as readonly Role[]).includes(caller)

/** Ids that are none: to ask with them tells that the right to ask is looked at first. */
const NOTHING = new Proxy({} as World, { get: () => 'no-id' })

let strangers: Awaited<ReturnType<typeof createMembers>>
beforeAll(async () => {
  strangers = await createMembers()
})

/** A member without a role may do nothing at all: so that what every role may do is looked at, too. */
function withoutRole(world: World): Context {
  const { actor, ...rest } = world.as('manager')
  return { ...rest, actor: { ...actor, roles: [] } as Context['actor'] }
}

/** Refused before the database is asked anything, whichever client would ask it. */
async function expectRefusals(entry: Entry, world: World): Promise<void> {
  const refused = ROLES.filter((role) => !isAllowed(entry, role))
  const asked = vi.spyOn(pg.Client.prototype, 'query')
  for (const ctx of [withoutRole(world), ...refused.map((role) => world.as(role))]) {
    for (const of of [world, NOTHING]) {
      asked.mockClear()
      const { code } = await outcomeOf(() => entry[1](ctx, of))
      expect({ actor: ctx.actor, code, reads: asked.mock.calls.length }).toEqual({
        actor: ctx.actor,
        code: 'forbidden',
        reads: 0,
      })
    }
  }
  await world.access.db.organisation.count()
  expect(asked, 'a question would have been noticed').toHaveBeenCalled()
  asked.mockRestore()
}

/** What "there is none" is called. Ids of jobs are UUIDs that no caller can choose: there any error will do. */
const NONE = ['forbidden', 'not_found', 'nothing_to_revoke', 'nothing_to_change', 'done']

async function expectNothingTold(entry: Entry, world: World, secrets: readonly string[]): Promise<void> {
  const [needs, call] = entry
  const isForJobs = needs === 'Remit itself' || needs === 'ingest-records'
  for (const caller of callers) {
    const { code, text } = await outcomeOf(() => call(strangers.as(caller), world))
    expect(isForJobs ? [...NONE, 'error'] : NONE, text).toContain(code)
    expect(code === 'forbidden', `${caller}: ${text}`).toBe(!isAllowed(entry, caller))
    if (code !== 'error') expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
  }
}

/** The rows of a world, and what strangers must not have of it. */
async function inventory(world: World) {
  const rows = await everyRow(world.access.db, world.orgId)
  return { rows, secrets: secretsOf(rows) }
}

async function expectNothingTaken(world: World, before: Awaited<ReturnType<typeof inventory>>): Promise<void> {
  const { db } = world.access
  expect(await everyRow(db, world.orgId)).toEqual(before.rows)
  const theirs = Object.values(await everyRow(db, strangers.orgId))
    .flat()
    .join('\n')
  expect(before.secrets.filter((secret) => theirs.includes(secret))).toEqual([])
}

async function allowedOutcomes(entry: Entry, world: World): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const caller of callers.filter((caller) => isAllowed(entry, caller))) {
    outcomes.push(await outcomeOf(() => entry[1](world.as(caller), world)))
  }
  return outcomes
}

/** There is nothing due in a world, so this has nothing to do. */
const QUIET = [
  'checkSessionGuardrails',
  'endIdleSessions',
  'endUngrantedSessions',
  'measureObservedAccess',
  'measureUsedAccess',
  'escalateApprovals',
  'remindApprovers',
  'sendDigests',
  'settleSilence',
  'warnOfEnds',
  'tellDelegates',
]

describe('the command', () => {
  it.each(Object.keys(COMMANDS))('%s', async (name) => {
    const entry = COMMANDS[name] as Entry
    const world = await createWorld()
    const before = await inventory(world)
    await expectRefusals(entry, world)
    await expectNothingTold(entry, world, before.secrets)
    await expectNothingTaken(world, before)
    const [first, ...rest] = await allowedOutcomes(entry, world)
    expect(first?.code, first?.text).toBe('done')
    for (const { code, text } of rest) expect(['forbidden', 'error'], text).not.toContain(code)
    if (!QUIET.includes(name)) expect(await everyRow(world.access.db, world.orgId)).not.toEqual(before.rows)
  })
})

describe('the query', () => {
  let world: World
  let before: Awaited<ReturnType<typeof inventory>>
  beforeAll(async () => {
    world = await createWorld()
    before = await inventory(world)
  })
  afterAll(() => expectNothingTaken(world, before))

  it.each(Object.keys(QUERIES))('%s', async (name) => {
    const entry = QUERIES[name] as Entry
    await expectRefusals(entry, world)
    await expectNothingTold(entry, world, before.secrets)
    const strange = await outcomeOf(() => entry[1](systemContext(strangers.orgId, 'test', NOW), world))
    for (const own of await allowedOutcomes(entry, world)) {
      expect(own.code, own.text).toBe('done')
      expect(own.text, 'shows what there is to those who may see it').not.toBe(strange.text)
    }
  })
})
