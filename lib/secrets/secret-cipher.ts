import { hkdfSync } from 'node:crypto'
import { CompactEncrypt, compactDecrypt } from 'jose'

const BYTES = 32
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Keeps what has to be read again unreadable in the database: JWE (`dir`, A256GCM, RFC 7516) under a key derived from
 *  REMIT_SECRET by HKDF-SHA256 (RFC 5869), one for each purpose. */
export class SecretCipher {
  private readonly key: Uint8Array

  constructor(secret: string, purpose: string) {
    this.key = derivedKey(secret, purpose)
  }

  encrypt(text: string): Promise<string> {
    const header = { alg: 'dir', enc: 'A256GCM' } as const
    return new CompactEncrypt(encoder.encode(text)).setProtectedHeader(header).encrypt(this.key)
  }

  /** @throws JWEDecryptionFailed where another secret encrypted it */
  async decrypt(jwe: string): Promise<string> {
    const options = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] }
    return decoder.decode((await compactDecrypt(jwe, this.key, options)).plaintext)
  }
}

/** A key of 256 bits for one purpose, derived from REMIT_SECRET. */
export function derivedKey(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `remit/${purpose}`, BYTES))
}
