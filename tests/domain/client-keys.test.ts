import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parsePublicKeys } from '@/lib/domain/client-keys'

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' })
const publicEc = ec.publicKey.export({ format: 'jwk' })

describe('the keys of a client', () => {
  it('are taken with what verifies, and nothing else', () => {
    const given = { ...publicEc, kid: 'a', alg: 'ES256', use: 'sig', key_ops: ['verify'], note: 'x' }
    expect(parsePublicKeys({ keys: [given], more: 1 })).toEqual({
      keys: [{ ...publicEc, kid: 'a', alg: 'ES256', use: 'sig' }],
    })
    expect(parsePublicKeys({ keys: [rsa(2048)] }).keys).toHaveLength(1)
  })

  it.each([
    ['a private EC key', { keys: [ec.privateKey.export({ format: 'jwk' })] }, /private/],
    ['a private key beside a public one', { keys: [publicEc, { ...publicEc, kid: 'b', d: 'x' }] }, /Key b.*private/],
    ['a symmetric key', { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }, /symmetric/],
    ['a modulus of 1,024 bits', { keys: [rsa(1024)] }, /2,048/],
    ['a curve that ES256 does not use', { keys: [{ ...publicEc, crv: 'P-384' }] }, /None of the keys/],
    ['a key for another algorithm', { keys: [{ ...publicEc, alg: 'HS256' }] }, /None of the keys/],
    ['a key for encryption only', { keys: [{ ...publicEc, use: 'enc' }] }, /None of the keys/],
    ['a kind that is none', { keys: [{ kty: 'AKP' }] }, /no public key/],
    [
      'two keys of one name',
      {
        keys: [
          { ...publicEc, kid: 'a' },
          { ...publicEc, kid: 'a' },
        ],
      },
      /same kid/,
    ],
    ['no keys', { keys: [] }, /no JWK Set/],
    ['a single key', publicEc, /no JWK Set/],
    ['a text', 'keys', /no JWK Set/],
  ])('are refused where they are %s', (_, given, why) => {
    expect(() => parsePublicKeys(given)).toThrow(why)
  })

  it('are not repeated in a refusal', () => {
    const given = ec.privateKey.export({ format: 'jwk' })
    try {
      parsePublicKeys({ keys: [given] })
      expect.unreachable()
    } catch (error) {
      expect(String(error)).not.toContain(given.d)
    }
  })
})
