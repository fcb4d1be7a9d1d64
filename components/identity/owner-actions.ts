import type { Answer } from '@/components/session/session-actions'

/** Somebody who can answer for things: a person or a team, still here. The id is public. */
export type OwnerOption = { id: string; name: string; kind: string; email: string | null }

/** What the dialog that assigns an owner calls. */
export type OwnerActions = {
  find: (input: { words: string }) => Promise<Answer<OwnerOption[]>>
  assign: (input: {
    kind: 'identity' | 'grant' | 'system'
    ids: string[]
    ownerId: string
  }) => Promise<Answer<{ assigned: number }>>
}
