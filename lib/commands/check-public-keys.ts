import { createPublicKey } from 'node:crypto'
import { type PublicKeys, parsePublicKeys } from '@/lib/domain/client-keys'
import { DomainError } from '@/lib/domain/error'

/** As `parsePublicKeys`, and each key is one: its numbers are a point of its curve, or a modulus and an exponent.
 *  Null where none were given. @throws DomainError `invalid_keys` */
export function checkPublicKeys(given: unknown): PublicKeys | null {
  if (given === null || given === undefined) return null
  const set = parsePublicKeys(given)
  for (const [index, key] of set.keys.entries()) {
    try {
      createPublicKey({ key, format: 'jwk' })
    } catch {
      throw new DomainError('invalid_keys', `Key ${key.kid ?? index + 1} is no public key: its numbers do not fit.`)
    }
  }
  return set
}
