import type { Answer } from '@/components/session/session-actions'

/** What the dialogs about grants call, besides the session actions that revoke. Server actions arrive as props. */
export type GrantActions = {
  suspend: (input: { grantId: string; reason: string }) => Promise<Answer<unknown>>
  resume: (input: { grantId: string; reason: string }) => Promise<Answer<unknown>>
}

/** What the reader's roles allow. */
export type GrantDeeds = { revoke: boolean; assignOwner: boolean }
