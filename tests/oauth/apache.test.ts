import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, connect } from 'node:net'
import { createServer, type Server } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issueToken } from '@/tests/support/issued-token'
import {
  type EnforcementPoint,
  fillExample,
  isInstalled,
  runEnforcementPoint,
  startSystem,
} from '@/tests/support/run-enforcement-point'
import {
  createDelegation,
  type Delegation,
  startTokenService,
  type TokenService,
} from '@/tests/support/token-service-fixture'

const APACHE = '/usr/sbin/apache2'
const MODULES = '/usr/lib/apache2/modules'
const isThere = isInstalled(APACHE) && isInstalled(`${MODULES}/mod_auth_openidc.so`)

const LOADED = [
  ...['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'proxy', 'proxy_http', 'auth_openidc'],
  ...['unixd', 'env', 'headers'],
]

/** What stands before the token service and speaks https, with a certificate of its own making. */
async function startTls(folder: string, target: string): Promise<Server> {
  const files = ['-keyout', `${folder}/key.pem`, '-out', `${folder}/cert.pem`]
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost']
  execFileSync('openssl', ['req', '-x509', ...key, ...files], { stdio: 'ignore' })
  const read = (name: string) => readFileSync(`${folder}/${name}.pem`)
  const server = createServer({ key: read('key'), cert: read('cert') }, (socket) => {
    const behind = connect(Number(new URL(target).port), '127.0.0.1')
    socket.on('error', () => behind.destroy())
    behind.on('error', () => socket.destroy())
    socket.pipe(behind).pipe(socket)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return server
}

describe.skipIf(!isThere)('Apache with mod_auth_openidc, as public/examples/apache.conf sets it up', () => {
  let service: TokenService
  let of: Delegation
  let apache: EnforcementPoint
  const doors: Server[] = []
  let system: Awaited<ReturnType<typeof startSystem>>

  const startApache = (asked = service) =>
    runEnforcementPoint(async (folder, port) => {
      const door = await startTls(folder, asked.url)
      doors.push(door)
      const example = await fillExample('apache.conf', {
        'https://tokens.example.com': `https://127.0.0.1:${(door.address() as AddressInfo).port}`,
        ...{ CLIENT_ID: of.resourceServer.clientId, SECRET: of.resourceServer.secret },
      })
      const modules = LOADED.filter((name) => existsSync(`${MODULES}/mod_${name}.so`))
      const main = [
        ...modules.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`),
        ...[`ServerRoot ${folder}`, `ServerName localhost`, `Listen 127.0.0.1:${port}`, `PidFile ${folder}/pid`],
        ...[
          'User www-data',
          'Group www-data',
          `ErrorLog ${folder}/log`,
          `DefaultRuntimeDir ${folder}`,
          'StartServers 1',
        ],
        ...[`ProxyPass / http://127.0.0.1:${system.port}/`, example],
        'OIDCOAuthSSLValidateServer Off',
      ]
      await writeFile(`${folder}/apache.conf`, main.join('\n'))
      return [APACHE, '-D', 'FOREGROUND', '-f', `${folder}/apache.conf`]
    })

  beforeAll(async () => {
    // mod_auth_openidc goes by this machine's clock.
    service = await startTokenService({ clock: { now: new Date() } })
    of = await createDelegation()
    system = await startSystem()
    apache = await startApache()
  })
  afterAll(async () => {
    await apache?.stop()
    for (const door of doors) door.close()
    system.server.close()
    await service.stop()
  })

  const far = { expiresAt: new Date(Date.now() + 3_600_000) }
  const call = async (token: string, at = apache) => {
    return (await fetch(at.url, { headers: { authorization: `Bearer ${token}` } })).status
  }

  it('lets through, and refuses at the next request after the token was given back', async () => {
    const token = await issueToken(service, of, far)
    expect(await call(token.jwt)).toBe(200)
    expect(await call(token.jwt)).toBe(200)
    await service.post('/revoke', { token: token.jwt }, of.client.basic)
    expect(await call(token.jwt)).toBe(401)
  })

  it('refuses garbage, nothing, and what is bound to a key', async () => {
    const bound = await issueToken(service, of, { ...far, claims: { cnf: { jkt: 'thumbprint' } } })
    expect((await fetch(apache.url)).status).toBe(401)
    for (const token of ['garbage', bound.jwt]) expect(await call(token)).toBe(401)
  })

  it('is closed when the token service is gone', async () => {
    const gone = await startTokenService({ clock: service.clock, issuer: service.issuer })
    const orphan = await startApache(gone)
    const token = await issueToken(service, of, far)
    expect(await call(token.jwt, orphan)).toBe(200)
    await gone.stop()
    expect(await call(token.jwt, orphan)).not.toBe(200)
    await orphan.stop()
  })
})
