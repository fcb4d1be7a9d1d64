import { inflateSync } from 'node:zlib'
import { createRemoteJWKSet, jwtVerify } from 'jose'

/** Lets through requests with a good token of Remit for `audience` in `organisation` (`org_id`, org_…), without a call for each: by signature and status list,
 *  which is fetched again after its `ttl`. Where it cannot be, nothing is let through. Tokens bound to a key are refused. */
export function remit({ issuer, organisation, audience, now = () => new Date() }) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`))
  const lists = new Map()
  async function statusAt({ idx, uri }) {
    if (!uri.startsWith(`${issuer}/status-lists/`)) throw new Error('a list of somebody else')
    if (!(lists.get(uri)?.until > now() / 1000)) {
      const response = await fetch(uri, { redirect: 'error', signal: AbortSignal.timeout(2000) })
      const expected = { issuer, subject: uri, typ: 'statuslist+jwt', requiredClaims: ['exp'], currentDate: now() }
      const { exp, iat, ttl, status_list } = (await jwtVerify(await response.text(), keys, expected)).payload
      lists.set(uri, { until: Math.min(exp, iat + ttl), bytes: inflateSync(Buffer.from(status_list.lst, 'base64url')) })
    }
    return ((lists.get(uri).bytes[idx >> 2] ?? 0xff) >> ((idx & 3) * 2)) & 3
  }
  return async (request, response, next) => {
    const token = /^Bearer ([\w.-]+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const expected = { issuer, audience, typ: 'at+jwt', requiredClaims: ['exp', 'status'], currentDate: now() }
    const verified = await jwtVerify(token, keys, expected).catch(() => null)
    const isMeant = verified?.payload.org_id === organisation && !verified.payload.cnf
    const claims = isMeant ? verified.payload : null
    const status = claims ? await statusAt(claims.status.status_list).catch(() => 3) : 3
    if (status !== 0) return response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end()
    request.delegation = claims
    return next()
  }
}
