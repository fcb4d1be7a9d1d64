import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { z } from 'zod'
import { keepSecret } from '@/lib/runtime/keep-secret'

const Keys = z.object({
  clientSecret: z.string(),
  cookieKeys: z.array(z.string()),
  signingKeys: z.array(z.looseObject({ kty: z.literal('RSA'), kid: z.string() })),
})

/** The secrets of the local identity provider. */
export type IdentityProviderKeys = z.infer<typeof Keys>

/** The secrets kept in `home`, made on the first start. */
export async function identityProviderKeys(home: string): Promise<IdentityProviderKeys> {
  const text = await keepSecret(path.join(home, 'identity-provider.json'), async () => {
    const signingKeys = [await newSigningKey()]
    const cookieKeys = [randomBytes(32).toString('base64url')]
    return JSON.stringify({ clientSecret: randomBytes(32).toString('base64url'), cookieKeys, signingKeys })
  })
  return Keys.parse(JSON.parse(text))
}

async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const kid = randomBytes(8).toString('hex')
  return { ...(await exportJWK(privateKey)), kid, use: 'sig', alg: 'RS256' }
}
