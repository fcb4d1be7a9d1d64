import type { SessionActions } from '@/components/session/session-actions'
import {
  assignTheOwner,
  lockTheSessions,
  previewTheRevocation,
  revokeTheGrant,
  revokeTheSessions,
  unlockTheSessions,
} from './actions'

/** The server actions behind the dialogs of `components/session`, for whichever page shows them. */
export const sessionActions: SessionActions = {
  preview: previewTheRevocation,
  revoke: revokeTheSessions,
  revokeGrant: revokeTheGrant,
  lock: lockTheSessions,
  unlock: unlockTheSessions,
  assignOwner: assignTheOwner,
}
