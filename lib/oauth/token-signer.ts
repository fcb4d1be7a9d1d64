import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { JWK } from 'jose'
import type { SigningAlg } from '@/lib/domain/client'

const signLater = promisify(sign)
const toBase64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** One private key, ready to sign. Signs through Node itself: at thousands of tokens a second the detour over WebCrypto
 *  costs as much again. */
export class TokenSigner {
  private readonly key: KeyObject
  /** Protected headers differ in `typ` only; each is encoded once. */
  private readonly headers = new Map<string, string>()

  constructor(
    readonly kid: string,
    readonly alg: SigningAlg,
    privateJwk: JWK,
  ) {
    this.key = createPrivateKey({ key: { ...privateJwk }, format: 'jwk' })
  }

  /** The claims as a compact JWS (RFC 7515 §7.1) of this type. */
  async sign(typ: string, claims: Record<string, unknown>): Promise<string> {
    const input = `${this.header(typ)}.${toBase64url(claims)}`
    const signature = await this.signature(Buffer.from(input))
    return `${input}.${signature.toString('base64url')}`
  }

  private header(typ: string): string {
    const known = this.headers.get(typ)
    if (known !== undefined) return known
    const header = toBase64url({ alg: this.alg, typ, kid: this.kid })
    this.headers.set(typ, header)
    return header
  }

  /** An elliptic curve signs in microseconds, RSA long enough to be done beside the event loop. */
  private signature(input: Buffer): Buffer | Promise<Buffer> {
    if (this.alg === 'ES256') return sign('sha256', input, { key: this.key, dsaEncoding: 'ieee-p1363' })
    return signLater('sha256', input, this.key)
  }
}
