import { execFileSync } from 'node:child_process'
import { importJWK, SignJWT } from 'jose'
import * as oauth from 'oauth4webapi'
import { expect, expectAccessible, open, test } from '../support/browser'
import { isInstalled, startSystem } from '../support/run-enforcement-point'
import { NGINX, runNginx } from '../support/run-nginx'
import type { StoryWorld } from '../support/tell-stories'

const issuer = new URL(`http://localhost:${process.env.E2E_TOKEN_PORT}`)
const insecure = { [oauth.allowInsecureRequests]: true }
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token'
const AUDIENCE = 'https://remit.example'
let world: StoryWorld
let server: oauth.AuthorizationServer

test.beforeAll(async () => {
  const args = ['--import', 'tsx', 'tests/support/tell-stories.ts']
  const env = { ...process.env, REMIT_HOME: process.env.E2E_HOME, LOG_LEVEL: 'error' }
  world = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', env }))
  const discovered = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure })
  server = await oauth.processDiscoveryResponse(issuer, discovered)
})

/** A token as an upstream issuer makes it, for five minutes. */
async function upstreamToken(from: { issuer: string; key: JsonWebKey }, claims: Record<string, unknown>) {
  const { kid } = from.key as { kid: string }
  const token = new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
  return token
    .setIssuer(from.issuer)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(await importJWK(from.key, 'ES256'))
}

const petra = () => upstreamToken(world.staff, { sub: 'petra' })

type Who = { clientId: string; secret: string }

async function ask(who: Who, grantType: string, parameters: Record<string, string>) {
  const client = { client_id: who.clientId }
  const proof = oauth.ClientSecretBasic(who.secret)
  const answer = await oauth.genericTokenEndpointRequest(server, client, proof, grantType, parameters, insecure)
  return oauth.processGenericTokenEndpointResponse(server, client, answer)
}

const exchange = async (who: Who, parameters: Record<string, string>) =>
  ask(who, EXCHANGE, { subject_token: await petra(), subject_token_type: ID_TOKEN, ...parameters })

/** The error of a refused request, as the client library tells it. */
async function refusal(asking: Promise<unknown>): Promise<{ error: string; description: string }> {
  const error = await asking.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof oauth.ResponseBodyError)) throw new Error(`not refused: ${error}`)
  return { error: error.error, description: error.error_description ?? '' }
}

/** What the gateway in front of the system is told. */
async function introspect(token: string) {
  const client = { client_id: world.gateway.clientId }
  const proof = oauth.ClientSecretBasic(world.gateway.secret)
  const answer = await oauth.introspectionRequest(server, client, proof, token, insecure)
  return oauth.processIntrospectionResponse(server, client, answer)
}

async function drop(who: Who, token: string): Promise<void> {
  const client = { client_id: who.clientId }
  const proof = oauth.ClientSecretBasic(who.secret)
  await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, proof, token, insecure))
}

const sessionOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).jti

test.describe('release', () => {
  test.use({ role: 'approver' })

  test('a pipeline gets one approved session of 15 minutes for one environment, and nothing remains', async ({
    page,
  }) => {
    const run = { run_id: '4711', sha: '9f3c1e7', environment: 'production', repository: 'meridian/web-shop' }
    const sub = 'repo:meridian/web-shop:environment:production'
    const call = async (parameters: Record<string, string> = {}) => {
      const assertion = await upstreamToken(world.github, { sub, ref: 'refs/heads/main', ...run })
      const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
      const form = { grant_type: 'client_credentials', client_id: world.pipeline.clientId, client_assertion: assertion }
      const body = new URLSearchParams({
        ...form,
        client_assertion_type: type,
        grant_id: world.pipeline.grantId,
        ...parameters,
      })
      const answer = await fetch(server.token_endpoint ?? '', { method: 'POST', body })
      return { status: answer.status, body: (await answer.json()) as Record<string, string | number> }
    }
    const first = await call()
    expect(first).toMatchObject({ status: 400, body: { error: 'authorization_pending', interval: 5 } })

    await open(page, new URL(String(first.body.session_request_uri)).pathname)
    for (const fact of ['4711', '9f3c1e7', 'production', 'deploy:production']) {
      await expect(page.getByText(fact, { exact: false }).first()).toBeVisible()
    }
    await expectAccessible(page)
    await page
      .getByRole('button', { name: /^Approve/ })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('Release 4711 is green.')
    await dialog.getByRole('button', { name: /^(Confirm|Approve)/ }).click()
    await expect(dialog).toBeHidden()

    const request = { session_request: String(first.body.session_request) }
    const second = await call(request)
    expect(second.status, JSON.stringify(second.body)).toBe(200)
    expect(second.body).toMatchObject({ scope: 'deploy:production' })
    expect(second.body.expires_in).toBeLessThanOrEqual(900)
    const token = String(second.body.access_token)
    expect(await introspect(token)).toMatchObject({ active: true, scope: 'deploy:production' })
    expect((await call(request)).status, 'one approval, one session').toBe(400)

    const assertion = await upstreamToken(world.github, { sub, ...run })
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
    const form = { token, client_id: world.pipeline.clientId, client_assertion: assertion, client_assertion_type: type }
    const ended = await fetch(server.revocation_endpoint ?? '', { method: 'POST', body: new URLSearchParams(form) })
    expect(ended.status).toBe(200)
    expect(await introspect(token)).toEqual({ active: false })
    await open(page, `/sessions/${sessionOf(token)}`)
    await expect(page.getByText(/completed/i).first()).toBeVisible()
  })
})

test('an agent reads cases and writes notes; to change entitlements is refused, and seen', async ({ page }) => {
  const given = await exchange(world.support, { scope: 'case:read note:create' })
  expect(await introspect(given.access_token)).toMatchObject({ active: true, scope: 'case:read note:create' })
  const claims = await introspect(given.access_token)
  expect(claims.act).toMatchObject({ sub: world.support.identityId })

  const refused = await refusal(exchange(world.support, { scope: 'entitlement:change' }))
  expect(refused.error).toBe('invalid_scope')
  expect(refused.description).toContain('case:read')
  await open(page, `/grants/${world.support.grantId}`)
  await expect(page.getByText('entitlement:change').first()).toBeVisible()
})

/** Pulls through nginx where it is installed, else as a gateway that introspects by itself. */
async function startGateway() {
  if (!isInstalled(NGINX)) {
    return {
      pull: async (token: string) => ((await introspect(token)).active ? 200 : 401),
      stop: async () => undefined,
    }
  }
  const system = await startSystem()
  const point = { tokenService: issuer.host.replace('localhost', '127.0.0.1'), systemPort: system.port }
  const nginx = await runNginx({ ...point, ...world.gateway, permission: 'record:read' })
  const pull = async (token: string) =>
    (await fetch(nginx.url, { headers: { authorization: `Bearer ${token}` } })).status
  const stop = async () => {
    await nginx.stop()
    system.server.close()
  }
  return { pull, stop }
}

test('an integration job pulls records and drops its session, and the record says so', async ({ page }) => {
  const gateway = await startGateway()
  const { access_token: token } = await exchange(world.integration, { scope: 'record:read' })
  expect([await gateway.pull(token), await gateway.pull(token)]).toEqual([200, 200])
  await drop(world.integration, token)
  expect(await gateway.pull(token), 'at once').toBe(401)
  expect(await introspect(token)).toEqual({ active: false })
  await drop(world.integration, 'never issued')
  await gateway.stop()
  await open(page, `/sessions/${sessionOf(token)}`)
  await expect(page.getByText(/completed by its client/i).first()).toBeVisible()
  await expect(page.getByRole('main').getByText('record:read', { exact: true }).first()).toBeVisible()
})

test('an automation resets passwords in one tenant and in the maintenance window only', async ({ page }) => {
  const inTenant = (tenant: string) => ({
    authorization_details: JSON.stringify([{ type: 'tenant_access', tenants: [tenant] }]),
  })
  const given = await exchange(world.helpdesk, inTenant('acme'))
  expect(await introspect(given.access_token)).toMatchObject({
    active: true,
    authorization_details: [{ type: 'tenant_access', tenants: ['acme'] }],
  })
  const elsewhere = await refusal(exchange(world.helpdesk, inTenant('globex')))
  expect(elsewhere.error).toBe('invalid_authorization_details')
  expect(elsewhere.description).toContain('acme')
  const tooEarly = await refusal(exchange(world.nightShift, inTenant('acme')))
  expect(tooEarly.error).toBe('invalid_target')
  expect(tooEarly.description, 'says when the next window opens').toMatch(/next.*\d{4}-\d\d-\d\dT\d\d:\d\d/i)
  await open(page, `/grants/${world.nightShift.grantId}`)
  await expect(page.getByText(/outside/i).first()).toBeVisible()
})
