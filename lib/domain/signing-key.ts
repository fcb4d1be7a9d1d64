import type { SigningAlg } from '@/lib/domain/client'

export const SIGNING_KEY_STATUSES = ['next', 'current', 'previous', 'retired'] as const
/** `next` is published before it signs, `current` signs, `previous` may still be relied on, `retired` is gone. */
export type SigningKeyStatus = (typeof SIGNING_KEY_STATUSES)[number]

/** A new key pair: its RFC 7638 thumbprint as id, the public part, the private part encrypted (JWE). */
export type SigningKeyDraft = {
  kid: string
  alg: SigningAlg
  publicJwk: Record<string, unknown>
  privateJwe: string
}

/** A key pair as the database has it. A retired one has no private part any more. */
export type StoredSigningKey = Omit<SigningKeyDraft, 'privateJwe'> & {
  status: SigningKeyStatus
  privateJwe: string | null
  createdAt: Date
  activatedAt: Date | null
  supersededAt: Date | null
  retiredAt: Date | null
}
