import type { RevocationPreview } from '@/lib/domain/revocation-preview'

/** What a server action answers: a value, or a problem to show. */
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: { code: string; message: string } }

/** What to end: sessions, or grants with every live session under them. */
export type RevocationTarget =
  | { sessionIds: string[]; grantIds?: undefined }
  | { grantIds: string[]; sessionIds?: undefined }

/** What an order did. `mayWorkUntil`: ISO time; null = never ends by itself; undefined = all ended at once. `grants` and
 *  `left`: of several grants, how many were revoked and which could not be. */
export type RevocationSummary = {
  revocationId: string | null
  ended: number
  revoking: number
  mayWorkUntil: string | null | undefined
  grants?: number
  left?: { message: string }[]
}

type RevokeInput = {
  sessionIds: string[]
  reason: string
  keepChildrenUnderAnotherGrant: boolean
  suspendGrants: boolean
  findingId: string | null
}

/** What the dialogs that end, lock and hand over access call. Server actions arrive as props: pass `sessionActions` of
 *  the Sessions section. */
export type SessionActions = {
  preview: (input: {
    sessionIds?: string[]
    grantIds?: string[]
    findingId?: string | null
  }) => Promise<Answer<RevocationPreview>>
  revoke: (input: RevokeInput) => Promise<Answer<RevocationSummary>>
  revokeGrant: (input: {
    grantId: string
    reason: string
    findingId: string | null
  }) => Promise<Answer<RevocationSummary>>
  revokeGrants: (input: { grantIds: string[]; reason: string }) => Promise<Answer<RevocationSummary>>
  lock: (input: { sessionIds: string[]; until: Date; reason: string }) => Promise<Answer<{ changed: number }>>
  unlock: (input: { sessionIds: string[]; reason: string }) => Promise<Answer<{ changed: number }>>
  assignOwner: (input: {
    kind: 'identity' | 'grant'
    ids: string[]
    ownerId: string
  }) => Promise<Answer<{ assigned: number }>>
}
