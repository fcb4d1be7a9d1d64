import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose'

export type SigningKey = { kid: string; alg: string; publicJwk: JWK; privateKey: CryptoKey }
export type TestIssuer = Awaited<ReturnType<typeof startTestIssuer>>

/** A key pair to sign with, whose public part can be published. */
export async function makeKey(alg = 'ES256', kid = `key-${Math.random()}`): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  return { kid, alg, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }, privateKey }
}

/** The claims as a JWT by this key; a header member of undefined is left out. */
export function signJwt(
  key: SigningKey,
  claims: JWTPayload,
  header: Partial<JWTHeaderParameters> = {},
): Promise<string> {
  const { alg = key.alg, ...rest } = header
  return new SignJWT(claims).setProtectedHeader({ alg, kid: key.kid, ...rest }).sign(key.privateKey)
}

/** An issuer of tokens on this machine, with discovery (OpenID Connect) and keys that can be changed at any time. `hits`
 *  counts what it was asked; `answer` takes over, where a test wants it to behave badly. */
export async function startTestIssuer() {
  const state = {
    keys: [await makeKey()],
    hits: { discovery: 0, jwks: 0 },
    answer: null as ((request: IncomingMessage, response: ServerResponse) => void) | null,
  }
  const server = createServer((request, response) => {
    if (state.answer) return state.answer(request, response)
    const isKeys = request.url === '/keys'
    if (!isKeys && request.url !== '/.well-known/openid-configuration') return response.writeHead(404).end()
    state.hits[isKeys ? 'jwks' : 'discovery']++
    const body = isKeys
      ? { keys: state.keys.map(({ publicJwk }) => publicJwk) }
      : { issuer: url, jwks_uri: `${url}/keys` }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const sign = (claims: JWTPayload, header: Partial<JWTHeaderParameters> = {}, key = state.keys[0] as SigningKey) =>
    signJwt(key, { iss: url, ...claims }, header)
  const stop = async () => {
    server.closeAllConnections()
    server.close()
  }
  return Object.assign(state, { url, sign, stop })
}
