import type { AuthMethod } from '@/lib/domain/client'

/** By what a client proved itself, and the claims of the ID token where one did. */
export type Proof = { method: AuthMethod; claims: Readonly<Record<string, unknown>> | null }
