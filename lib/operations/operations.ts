import { auditOperations } from '@/lib/operations/audit-operations'
import { breakGlassOperations } from '@/lib/operations/break-glass-operations'
import { findingOperations } from '@/lib/operations/finding-operations'
import { grantChangeOperations } from '@/lib/operations/grant-change-operations'
import { grantOperations } from '@/lib/operations/grant-operations'
import { grantRevocationOperations } from '@/lib/operations/grant-revocation-operations'
import { identityOperations } from '@/lib/operations/identity-operations'
import { meOperations } from '@/lib/operations/me-operations'
import { offerOperations } from '@/lib/operations/offer-operations'
import type { Operation } from '@/lib/operations/operation'
import { peopleOperations } from '@/lib/operations/people-operations'
import { policyOperations } from '@/lib/operations/policy-operations'
import { previewOperations } from '@/lib/operations/preview-operations'
import { reportOperations } from '@/lib/operations/report-operations'
import { requestOperations } from '@/lib/operations/request-operations'
import { sessionOperations } from '@/lib/operations/session-operations'
import { systemOperations } from '@/lib/operations/system-operations'
import { ticketOperations } from '@/lib/operations/ticket-operations'
import { viewOperations } from '@/lib/operations/view-operations'

/** All that can be done from outside. The REST API, its description, the command line and the MCP server are made of it. */
export const OPERATIONS: readonly Operation[] = [
  ...meOperations,
  ...requestOperations,
  ...offerOperations,
  ...previewOperations,
  ...grantOperations,
  ...grantChangeOperations,
  ...grantRevocationOperations,
  ...sessionOperations,
  ...findingOperations,
  ...identityOperations,
  ...systemOperations,
  ...policyOperations,
  ...peopleOperations,
  ...ticketOperations,
  ...breakGlassOperations,
  ...reportOperations,
  ...auditOperations,
  ...viewOperations,
]
