import type { GrantActions } from '@/components/grant/grant-actions'
import type { OwnerActions } from '@/components/identity/owner-actions'
import { sessionActions } from '../sessions/session-actions'
import { assignAnOwner, findTheOwners, resumeTheGrant, suspendTheGrant } from './actions'

/** The server actions behind the dialog that assigns an owner. */
export const ownerActions: OwnerActions = { find: findTheOwners, assign: assignAnOwner }

const grant: GrantActions = { suspend: suspendTheGrant, resume: resumeTheGrant }

/** The server actions behind every table of grants, for whichever page shows one. */
export const grantTableActions = { session: sessionActions, grant, owner: ownerActions }
