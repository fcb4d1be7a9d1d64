import type { AuthorizationDetail } from '@/lib/domain/authorization-details'
import type { Environment } from '@/lib/domain/identity'
import type { ApprovalStatus } from '@/lib/domain/life'
import type { Tier } from '@/lib/domain/limits'
import type { AccessLevel } from '@/lib/domain/permission'
import type { RunContext } from '@/lib/domain/session-request'
import type { NamedIdentity } from '@/lib/domain/session-row'

type Named = { id: string; name: string }
export type RequestedSystem = Named & { tier: Tier; environment: Environment }

/** One request for a session that people decide on, as lists show it. Ids are public. `ttlSeconds`: the longest the session
 *  may live once it is issued; `breadth` 0–100, `breadthLimit` for that lifetime; `sessionId` once it was issued. Null is
 *  not known (a client or grant that is gone). */
export type SessionRequestRow = {
  id: string
  status: ApprovalStatus
  client: Named | null
  principal: NamedIdentity | null
  actor: NamedIdentity | null
  grant: Named
  systems: RequestedSystem[]
  permissionCount: number
  breadth: number
  breadthLimit: number
  ttlSeconds: number
  purpose: string | null
  ticket: string | null
  context: RunContext
  requestedAt: Date
  expiresAt: Date
  decidedAt: Date | null
  sessionId: string | null
}

export type RequestedPermission = { key: string; title: string | null; accessLevel: AccessLevel | null }

/** Everything an approver must see before they decide, and afterwards who did. `authorizationDetails` [] = the session is
 *  not limited to tenants or resources. */
export type SessionRequestDetail = SessionRequestRow & {
  permissions: { system: RequestedSystem; permissions: RequestedPermission[] }[]
  authorizationDetails: AuthorizationDetail[]
  audience: string[]
  isDpopBound: boolean
  parentSessionId: string | null
  votes: { member: Named; vote: 'approve' | 'deny'; comment: string | null; votedAt: Date }[]
}
