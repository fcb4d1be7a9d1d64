import { hkdfSync } from 'node:crypto'
import { CompactEncrypt, compactDecrypt, errors, type JWK } from 'jose'

const BYTES = 32
const text = new TextEncoder()

/** Keeps private signing keys unreadable in the database: JWE (`dir`, A256GCM) under a key derived from REMIT_SECRET by
 *  HKDF-SHA256 (RFC 5869). */
export class PrivateKeyCipher {
  private readonly key: Uint8Array

  constructor(secret: string) {
    this.key = new Uint8Array(hkdfSync('sha256', secret, '', 'remit/signing-keys', BYTES))
  }

  encrypt(jwk: JWK): Promise<string> {
    const header = { alg: 'dir', enc: 'A256GCM' } as const
    return new CompactEncrypt(text.encode(JSON.stringify(jwk))).setProtectedHeader(header).encrypt(this.key)
  }

  /** @throws Error, one sentence, where another secret encrypted it */
  async decrypt(jwe: string): Promise<JWK> {
    const options = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] }
    const { plaintext } = await compactDecrypt(jwe, this.key, options).catch((error: unknown) => {
      if (!(error instanceof errors.JWEDecryptionFailed)) throw error
      throw new Error('The signing keys were encrypted under another REMIT_SECRET; set that one to use this database.')
    })
    return JSON.parse(new TextDecoder().decode(plaintext))
  }
}
