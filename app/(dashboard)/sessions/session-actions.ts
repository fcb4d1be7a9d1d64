import type { SessionActions } from '@/components/session/session-actions'
import {
  assignTheOwner,
  lockTheSessions,
  previewTheRevocation,
  revokeTheGrant,
  revokeTheGrants,
  revokeTheSessions,
  unlockTheSessions,
} from './actions'

/** The server actions behind the dialogs of `components/session`, for whichever page shows them. */
export const sessionActions: SessionActions = {
  preview: previewTheRevocation,
  revoke: revokeTheSessions,
  revokeGrant: revokeTheGrant,
  revokeGrants: revokeTheGrants,
  lock: lockTheSessions,
  unlock: unlockTheSessions,
  assignOwner: assignTheOwner,
}
