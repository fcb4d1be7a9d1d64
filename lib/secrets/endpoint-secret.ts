import { randomBytes } from 'node:crypto'
import { secretEnv } from '@/lib/env'
import { SecretCipher } from '@/lib/secrets/secret-cipher'

const cipher = () => new SecretCipher(secretEnv().REMIT_SECRET, 'endpoint-secrets')

/** A new secret of an endpoint, as Standard Webhooks write it: `whsec_` and 256 random bits in base64. */
export function newEndpointSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

/** Unlike a client's, an endpoint's secret has to be read again: to sign with it, and to look at what it signed. */
export function sealEndpointSecret(secret: string): Promise<string> {
  return cipher().encrypt(secret)
}

/** @throws Error where another REMIT_SECRET encrypted it */
export function openEndpointSecret(jwe: string): Promise<string> {
  return cipher().decrypt(jwe)
}
