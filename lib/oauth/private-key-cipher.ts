import { errors, type JWK } from 'jose'
import { SecretCipher } from '@/lib/secrets/secret-cipher'

/** Keeps private signing keys unreadable in the database. */
export class PrivateKeyCipher {
  private readonly cipher: SecretCipher

  constructor(secret: string) {
    this.cipher = new SecretCipher(secret, 'signing-keys')
  }

  encrypt(jwk: JWK): Promise<string> {
    return this.cipher.encrypt(JSON.stringify(jwk))
  }

  /** @throws Error, one sentence, where another secret encrypted it */
  async decrypt(jwe: string): Promise<JWK> {
    const text = await this.cipher.decrypt(jwe).catch((error: unknown) => {
      if (!(error instanceof errors.JWEDecryptionFailed)) throw error
      throw new Error('The signing keys were encrypted under another REMIT_SECRET; set that one to use this database.')
    })
    return JSON.parse(text)
  }
}
