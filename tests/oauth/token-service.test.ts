import { once } from 'node:events'
import net from 'node:net'
import * as oauth from 'oauth4webapi'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { endStatements } from '@/lib/db/statement'
import { DomainError } from '@/lib/domain/error'
import { completeSettings, env } from '@/lib/env'
import { newId, toPublicId } from '@/lib/id'
import { log } from '@/lib/log'
import type { Endpoint } from '@/lib/oauth/endpoint'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { findRoute, type Route } from '@/lib/oauth/routes'
import { closeTokenService } from '@/lib/oauth/token-service'
import { at, NOW } from '@/tests/support/clock'
import { basic, startTokenService, type TokenService } from '@/tests/support/token-service-fixture'

vi.mock('@/lib/oauth/routes', async (original) => {
  const real = await original<typeof import('@/lib/oauth/routes')>()
  return { ...real, findRoute: vi.fn(real.findRoute) }
})

/** Stands in for an endpoint at `/probe`: these tests are about the door, not about what lies behind it. */
let probe: Endpoint
const probeRoute: Route = { get: (asked) => probe(asked), post: (asked) => probe(asked), takes: 'form' }
const real = vi.mocked(findRoute).getMockImplementation() as typeof findRoute

const { DATABASE_URL } = env()

let service: TokenService
beforeAll(async () => {
  service = await startTokenService()
})
afterAll(() => service.stop())
beforeEach(() => {
  probe = async ({ form, query }) => ({ status: 200, body: { form: form.find('a') ?? null, query: query.get('a') } })
  vi.mocked(findRoute).mockImplementation((path) => (path === '/probe' ? probeRoute : real(path)))
})

const port = () => Number(new URL(service.url).port)

/** What comes back for these very bytes; `whole` waits until the server closes the connection. */
async function send(text: string, limitMs = 20_000): Promise<string> {
  const socket = net.connect(port(), '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.on('error', () => undefined)
  socket.write(text)
  socket.setTimeout(limitMs, () => socket.destroy())
  await once(socket, 'close')
  return answer
}

describe('the metadata', () => {
  it('is what an independent client accepts as that of this issuer (RFC 8414), under both names', async () => {
    const issuer = new URL(service.url)
    for (const algorithm of ['oauth2', 'oidc'] as const) {
      const response = await oauth.discoveryRequest(issuer, { algorithm, [oauth.allowInsecureRequests]: true })
      const metadata = await oauth.processDiscoveryResponse(issuer, response)
      expect(metadata).toMatchObject({
        issuer: service.url,
        token_endpoint: `${service.url}/token`,
        introspection_endpoint: `${service.url}/introspect`,
        revocation_endpoint: `${service.url}/revoke`,
        jwks_uri: `${service.url}/jwks`,
        status_list_aggregation_endpoint: `${service.url}/status-lists`,
      })
    }
  })

  it('names the grant types, the ways to authenticate with their algorithms, and nothing that anybody can forge', async () => {
    const metadata = await (await service.get('/.well-known/oauth-authorization-server')).json()
    expect(metadata.grant_types_supported).toEqual([
      'urn:ietf:params:oauth:grant-type:token-exchange',
      'client_credentials',
    ])
    expect(metadata.response_types_supported).toEqual([])
    for (const name of ['token', 'introspection', 'revocation']) {
      const methods = metadata[`${name}_endpoint_auth_methods_supported`]
      expect(methods).toEqual(['client_secret_basic', 'client_secret_post', 'private_key_jwt'])
      expect(metadata[`${name}_endpoint_auth_signing_alg_values_supported`]).toContain('ES256')
    }
    expect(JSON.stringify(metadata)).not.toMatch(/"none"|HS256/)
  })

  it('and the keys may be read by scripts of any origin and kept, and hold no private part', async () => {
    for (const path of ['/.well-known/oauth-authorization-server', '/jwks']) {
      const { headers } = await service.get(path)
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.get('cache-control')).toBe('public, max-age=300')
    }
    const { keys } = await (await service.get('/jwks')).json()
    expect(keys.map(({ alg }: { alg: string }) => alg).sort()).toEqual(['ES256', 'ES256', 'RS256', 'RS256'])
    for (const key of keys) for (const secret of ['d', 'p', 'q', 'k']) expect(key).not.toHaveProperty(secret)
  })
})

describe('a request', () => {
  it('to an unknown path is a 404; by another method a 405 that says which are taken', async () => {
    expect((await service.get('/nowhere')).status).toBe(404)
    const answer = await service.post('/jwks', {})
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET, HEAD')
    expect((await fetch(`${service.url}/probe`, { method: 'DELETE' })).status).toBe(405)
  })

  it('by HEAD gets what GET would, without the body', async () => {
    const [head, get] = [await fetch(`${service.url}/jwks`, { method: 'HEAD' }), await service.get('/jwks')]
    expect(head.status).toBe(200)
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'))
    expect(await head.text()).toBe('')
  })

  it('reaches the endpoint with its form and its query; an answer is kept by nobody', async () => {
    const answer = await service.post('/probe?a=2', { a: '1' })
    expect(await answer.json()).toEqual({ form: '1', query: '2' })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('pragma')).toBe('no-cache')
    expect(answer.headers.get('content-type')).toBe('application/json')
  })

  it.each(['application/json', 'multipart/form-data; boundary=x', 'text/plain', undefined])(
    'with a form as %s is refused',
    async (type) => {
      const body = new Blob(['a=1'])
      const answer = await fetch(`${service.url}/probe`, {
        method: 'POST',
        body,
        headers: type ? { 'content-type': type } : {},
      })
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ error: 'invalid_request' })
    },
  )

  it('with a charset beside the content type is taken', async () => {
    const headers = { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' }
    const answer = await fetch(`${service.url}/probe`, { method: 'POST', body: 'a=1', headers })
    expect(await answer.json()).toEqual({ form: '1', query: null })
  })

  it('with malformed percent-encoding is read as far as it can be', async () => {
    const answer = await service.get('/probe?a=%E0%A4%A')
    expect(answer.status).toBe(200)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await fetch(`${service.url}/probe`, { method: 'POST', body: 'a=%zz&%=%', headers })).status).toBe(200)
  })

  it('with U+0000 anywhere is refused, as no column could take it', async () => {
    expect((await service.post('/probe', { a: 'x\0y' })).status).toBe(400)
    expect((await service.get('/probe?a=%00')).status).toBe(400)
    expect((await service.post('/probe', { a: '{"b":"\\u0000"}' })).status).toBe(400)
  })

  it('with the same parameter twice is refused', async () => {
    const answer = await service.post('/probe', { a: ['1', '1'] })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      error: 'invalid_request',
      error_description: expect.stringMatching(/^a /),
    })
  })

  it('of more than 64 KB is a 413 and never reaches the endpoint', async () => {
    probe = vi.fn(probe)
    const large = await service.post('/probe', { a: 'x'.repeat(65_537) })
    expect(large.status).toBe(413)
    expect(await large.json()).toMatchObject({ error: 'invalid_request' })
    const announced = await send(`POST /probe HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999\r\n\r\nx`)
    expect(announced).toMatch(/^HTTP\/1\.1 413 /)
    const polite = await send(
      `POST /probe HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 9999999\r\n\r\n`,
    )
    expect(polite).toMatch(/^HTTP\/1\.1 413 /)
    expect(probe).not.toHaveBeenCalled()
    expect((await service.post('/probe', { a: 'x'.repeat(65_000) })).status).toBe(200)
  })

  it('that does not end is cut off, and the endpoint, which may ask the database, never hears of it', async () => {
    probe = vi.fn(probe)
    const { server } = service
    const usual = { requestTimeout: server.requestTimeout, headersTimeout: server.headersTimeout }
    expect(usual).toEqual({ requestTimeout: 10_000, headersTimeout: 10_000 })
    Object.assign(server, { requestTimeout: 500, headersTimeout: 500 })
    const [body, head] = await Promise.all([
      send(
        'POST /probe HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 10\r\n\r\na=',
      ),
      send('POST /probe HTTP/1.1\r\nhost:'),
    ])
    expect(body).toMatch(/^HTTP\/1\.1 408 /)
    expect(head).toMatch(/^HTTP\/1\.1 408 /)
    expect(probe).not.toHaveBeenCalled()
    Object.assign(server, usual)
  })

  it('whose sender goes away is forgotten', async () => {
    probe = vi.fn(probe)
    const socket = net.connect(port(), '127.0.0.1')
    socket.write('POST /probe HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\na=')
    await once(socket, 'ready')
    socket.destroy()
    await once(socket, 'close')
    expect((await service.get('/jwks')).status).toBe(200)
    expect(probe).not.toHaveBeenCalled()
  })

  it('under way is answered before a service that stops is gone', async () => {
    const stopping = await startTokenService()
    let finish = () => {}
    const reached = new Promise<void>((resolve) => {
      probe = () => {
        resolve()
        return new Promise((answer) => {
          finish = () => answer({ status: 200, body: { ok: true } })
        })
      }
    })
    const answer = stopping.post('/probe', {})
    await reached
    const stopped = closeTokenService(stopping.server, 30_000)
    finish()
    expect((await answer).headers.get('connection')).toBe('close')
    await stopped
    await expect(stopping.get('/jwks')).rejects.toThrow()
  })
})

describe('what goes wrong', () => {
  it('for a reason of the protocol is told in its words', async () => {
    probe = async () => {
      const members = { interval: 5 }
      throw new OAuthError('slow_down', 'Later “please”.', { status: 429, headers: { 'retry-after': '7' }, members })
    }
    const answer = await service.post('/probe', {})
    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toBe('7')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const { error, error_description, interval } = await answer.json()
    expect({ error, interval }).toEqual({ error: 'slow_down', interval: 5 })
    expect(error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
  })

  it('because the database cannot be reached is a 503 that says when to come again', async () => {
    probe = async () => {
      throw new DomainError('unavailable', 'The database cannot be reached.')
    }
    const answer = await service.post('/probe', {})
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('5')
    expect(await answer.json()).toMatchObject({ error: 'temporarily_unavailable' })
  })

  it('for any other reason is a 500 that tells nothing, and a line in the log without what was sent', async () => {
    const error = vi.spyOn(log, 'error').mockImplementation(() => undefined)
    const token = `eyJhbGciOiJFUzI1NiJ9.${'a'.repeat(40)}.${'b'.repeat(86)}`
    probe = async ({ form }) => {
      throw new Error(`no way with ${form.get('token')} and ${'s3cret-'.repeat(7)}`)
    }
    const answer = await service.post('/probe', { token })
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('no way')
    const logged = JSON.stringify(error.mock.calls)
    expect(logged).toContain('no way')
    expect(logged).not.toContain('eyJ')
    expect(logged).not.toContain('s3cret-s3cret')
  })
})

describe('without its database', () => {
  afterEach(() => moveTo(DATABASE_URL))

  async function moveTo(url: string) {
    await endStatements()
    completeSettings({ DATABASE_URL: url })
  }

  it('it lets nobody in and says when to come again, while the keys stay published', async () => {
    await moveTo('postgresql://127.0.0.1:1/none')
    service.clock.now = at('+1m')
    const { authorization } = basic(toPublicId('client', newId(NOW)), 'secret')
    for (const path of ['/token', '/introspect', '/revoke']) {
      const answer = await service.post(path, { token: 'x' }, { authorization })
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).toBe('5')
      expect(await answer.json()).toMatchObject({ error: 'temporarily_unavailable' })
    }
    expect((await service.get('/health')).status).toBe(503)
    const { keys } = await (await service.get('/jwks')).json()
    expect(keys).toHaveLength(4)
    await moveTo(DATABASE_URL)
    expect((await service.post('/introspect', { token: 'x' }, { authorization })).status).toBe(401)
  })
})

it('says how it is to anybody', async () => {
  const answer = await service.get('/health')
  expect(await answer.json()).toEqual({ status: 'ok', database: 'ok' })
})
