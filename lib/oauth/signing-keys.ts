import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet, type JWK } from 'jose'
import { createSigningKeys } from '@/lib/commands/create-signing-keys'
import { SIGNING_ALGS, type SigningAlg } from '@/lib/domain/client'
import { DomainError } from '@/lib/domain/error'
import type { StoredSigningKey } from '@/lib/domain/signing-key'
import { makeSigningKey } from '@/lib/oauth/make-signing-key'
import { PrivateKeyCipher } from '@/lib/oauth/private-key-cipher'
import { TokenSigner } from '@/lib/oauth/token-signer'
import { listSigningKeys } from '@/lib/queries/list-signing-keys'

const FRESH_MS = 10_000
const PUBLISHED = ['next', 'current', 'previous']
const ACTOR = { kind: 'system', name: 'token service' } as const

type Held = {
  readAt: number
  jwks: { keys: JWK[] }
  verifiers: ReturnType<typeof createLocalJWKSet>
  signers: ReadonlyMap<SigningAlg, TokenSigner>
}
const NOTHING = { keys: [] }

/** What the token service signs with: next, current and previous keys of each algorithm, kept in memory for ten seconds,
 *  so that every instance follows a rotation within that. */
export class SigningKeys {
  private held: Held = {
    readAt: Number.NEGATIVE_INFINITY,
    jwks: NOTHING,
    verifiers: createLocalJWKSet(NOTHING),
    signers: new Map(),
  }
  private reading: Promise<void> | null = null

  private constructor(
    private readonly cipher: PrivateKeyCipher,
    private readonly clock: () => Date,
  ) {}

  /** Opens the keys of this installation and makes them where there are none. `secret` is REMIT_SECRET.
   *  @throws Error, one sentence, where the keys were encrypted under another secret */
  static async open(secret: string, clock: () => Date): Promise<SigningKeys> {
    const keys = new SigningKeys(new PrivateKeyCipher(secret), clock)
    await keys.read()
    return keys
  }

  /** The claims as a JWT of this type (`at+jwt`, `statuslist+jwt`, …), signed with the current key. */
  async sign(alg: SigningAlg, typ: string, claims: Record<string, unknown>): Promise<{ jwt: string; kid: string }> {
    await this.refresh()
    const signer = this.held.signers.get(alg)
    if (!signer) throw new Error(`there is no current key for ${alg}`)
    return { jwt: await signer.sign(typ, claims), kid: signer.kid }
  }

  /** What verifiers need: next, current and previous public keys (RFC 7517 §5). */
  async publicJwks(): Promise<{ keys: JWK[] }> {
    await this.refresh()
    return this.held.jwks
  }

  /** The claims of a JWT that one of these keys signed, null for any other. Its type, times and audience are for the
   *  caller to judge. */
  async verifyOwn(jwt: string): Promise<Record<string, unknown> | null> {
    await this.refresh()
    try {
      const { payload } = await compactVerify(jwt, this.held.verifiers, { algorithms: [...SIGNING_ALGS] })
      return JSON.parse(new TextDecoder().decode(payload))
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError) return null
      throw error
    }
  }

  /** Keys that were read stay in use while the database cannot be reached. */
  private async refresh(): Promise<void> {
    const age = this.clock().getTime() - this.held.readAt
    if (age >= 0 && age < FRESH_MS) return
    this.reading ??= this.read().finally(() => {
      this.reading = null
    })
    await this.reading.catch((error: unknown) => {
      if (!(error instanceof DomainError && error.code === 'unavailable')) throw error
      this.held = { ...this.held, readAt: this.clock().getTime() }
    })
  }

  private async read(): Promise<void> {
    const stored = await this.ensureKeys(await listSigningKeys({ actor: ACTOR }))
    const published = stored.filter(({ status }) => PUBLISHED.includes(status))
    const signers = new Map<SigningAlg, TokenSigner>()
    for (const key of stored) if (key.status === 'current') signers.set(key.alg, await this.signerOf(key))
    const jwks = { keys: published.map(({ publicJwk }) => publicJwk as JWK) }
    const verifiers = createLocalJWKSet(jwks as JSONWebKeySet)
    this.held = { readAt: this.clock().getTime(), jwks, verifiers, signers }
  }

  private async signerOf({ kid, alg, privateJwe }: StoredSigningKey): Promise<TokenSigner> {
    const known = this.held.signers.get(alg)
    if (known?.kid === kid) return known
    return new TokenSigner(kid, alg, await this.cipher.decrypt(privateJwe ?? ''))
  }

  private async ensureKeys(stored: StoredSigningKey[]): Promise<StoredSigningKey[]> {
    if (stored.length > 0) return stored
    const make = async (alg: SigningAlg) => ({
      current: await makeSigningKey(alg, this.cipher),
      next: await makeSigningKey(alg, this.cipher),
    })
    const first = await Promise.all([make('ES256'), make('RS256')])
    await createSigningKeys({ actor: ACTOR, now: this.clock() }, first).catch((error: unknown) => {
      if (!(error instanceof DomainError && error.code === 'already_exists')) throw error
    })
    return listSigningKeys({ actor: ACTOR })
  }
}
