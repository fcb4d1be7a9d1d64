import type { JWK } from 'jose'
import type { SigningAlg } from '@/lib/domain/client'

/** What the token service signs with: next, current and previous keys of each algorithm. */
export type SigningKeys = {
  sign(alg: SigningAlg, typ: string, claims: Record<string, unknown>): Promise<{ jwt: string; kid: string }>
  publicJwks(): Promise<{ keys: JWK[] }>
}
