import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import type { SigningAlg } from '@/lib/domain/client'
import type { SigningKeyDraft } from '@/lib/domain/signing-key'
import type { PrivateKeyCipher } from '@/lib/oauth/private-key-cipher'

/** A new key pair (P-256, or RSA of 2048 bits), its private part readable for the cipher only. */
export async function makeSigningKey(alg: SigningAlg, cipher: PrivateKeyCipher): Promise<SigningKeyDraft> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const publicJwk = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(publicJwk)
  const privateJwe = await cipher.encrypt(await exportJWK(privateKey))
  return { kid, alg, publicJwk: { ...publicJwk, kid, alg, use: 'sig' }, privateJwe }
}
