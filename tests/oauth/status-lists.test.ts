import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { endIdleSessions } from '@/lib/commands/end-idle-sessions'
import { lockSessions } from '@/lib/commands/lock-sessions'
import { revokeSessions, revokeSessionsInput } from '@/lib/commands/revoke-sessions'
import { suspendGrant } from '@/lib/commands/suspend-grant'
import { systemContext } from '@/lib/domain/context'
import { at, NOW } from '@/tests/support/clock'
import { decodeStatusList } from '@/tests/support/decode-status-list'
import { type IssuedToken, issueToken } from '@/tests/support/issued-token'
import {
  createDelegation,
  type Delegation,
  startTokenService,
  type TokenService,
} from '@/tests/support/token-service-fixture'

const clock = { now: NOW }
const [VALID, INVALID, SUSPENDED] = [0, 1, 2]
const reason = 'For a test.'
let service: TokenService
let of: Delegation

beforeAll(async () => {
  service = await startTokenService({ clock })
})
afterAll(() => service.stop())
beforeEach(async () => {
  clock.now = NOW
  of = await createDelegation()
})

const remit = () => systemContext(of.orgId, 'test', clock.now)
const later = (seconds: number) => {
  clock.now = new Date(clock.now.getTime() + seconds * 1000)
}

/** What a verifier reads: as the draft says, with the service's own keys, at the clock's time. */
async function fetchList(uri: string, from = service) {
  const response = await fetch(uri.replace(service.url, from.url), {
    headers: { accept: 'application/statuslist+jwt' },
  })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/statuslist+jwt'])
  const jwks = createRemoteJWKSet(new URL(`${from.url}/jwks`))
  const { payload } = await jwtVerify(await response.text(), jwks, { typ: 'statuslist+jwt', currentDate: clock.now })
  return payload as { sub: string; iat: number; exp: number; ttl: number; status_list: { bits: number; lst: string } }
}

async function statusOf({ claims }: IssuedToken, from = service): Promise<number | undefined> {
  const { idx, uri } = claims.status.status_list
  const list = await fetchList(uri, from)
  expect(list.sub).toBe(uri)
  return decodeStatusList(list.status_list)[idx]
}

describe('a status list token', () => {
  it('says what the draft asks for, and that nobody may rely on it for long', async () => {
    const token = await issueToken(service, of)
    const list = await fetchList(token.claims.status.status_list.uri)
    expect(list).toMatchObject({ iat: NOW.getTime() / 1000, ttl: 30, status_list: { bits: 2 } })
    expect(list.exp - list.iat).toBe(60)
    expect(decodeStatusList(list.status_list)).toHaveLength(131_072)
  })

  it('tells of every way in which a token is no longer good, within five seconds', async () => {
    const tokens = {
      good: await issueToken(service, of),
      revoked: await issueToken(service, of),
      locked: await issueToken(service, of),
      completed: await issueToken(service, of),
      idle: await issueToken(service, of, { idleTimeoutSeconds: 60 }),
    }
    const child = await issueToken(service, of, { parentId: tokens.locked.id, depth: 1 })
    const all = [...Object.values(tokens), child]
    expect(await Promise.all(all.map((each) => statusOf(each)))).toEqual(Array(6).fill(VALID))
    const sessionIds = [tokens.revoked.publicId]
    await revokeSessions(remit(), revokeSessionsInput.parse({ sessionIds, reason }))
    await lockSessions(remit(), { sessionIds: [tokens.locked.publicId], reason, until: at('+10m') })
    await service.post('/revoke', { token: tokens.completed.jwt }, of.client.basic)
    later(60)
    expect(await Promise.all(all.map((each) => statusOf(each)))).toEqual([
      ...[VALID, INVALID, SUSPENDED, INVALID, INVALID],
      SUSPENDED,
    ])
    clock.now = at('+10m')
    expect(await Promise.all([tokens.locked, child].map((each) => statusOf(each)))).toEqual([VALID, VALID])
  })

  it('goes on telling of a session that was ended for lying idle', async () => {
    const idle = await issueToken(service, of, { idleTimeoutSeconds: 60 })
    const child = await issueToken(service, of, { parentId: idle.id, depth: 1 })
    later(70)
    expect(await endIdleSessions(remit())).toMatchObject({ sessions: 1 })
    expect(await Promise.all([idle, child].map((each) => statusOf(each)))).toEqual([INVALID, INVALID])
  })

  it('tells of a session whose id is from when people were asked, long before it was issued', async () => {
    clock.now = at('+90m')
    const end = at('+2h')
    const token = await issueToken(service, of, { issuedAt: clock.now, startsAt: clock.now, expiresAt: end })
    expect(await statusOf(token)).toBe(VALID)
    await revokeSessions(remit(), revokeSessionsInput.parse({ sessionIds: [token.publicId], reason }))
    later(5)
    expect(await statusOf(token)).toBe(INVALID)
  })

  it('tells of grants, identities and clients', async () => {
    const token = await issueToken(service, of)
    const { db, orgId } = of.access
    const changes: [() => unknown, number | undefined][] = [
      [() => suspendGrant(remit(), { grantId: of.grant.publicId, reason }), SUSPENDED],
      [() => db.delegationGrant.updateMany({ where: { orgId }, data: { status: 'active' } }), VALID],
      [() => db.identity.updateMany({ where: { id: of.agent.id }, data: { status: 'suspended' } }), SUSPENDED],
      [
        () =>
          db.identity.updateMany({ where: { id: of.agent.id }, data: { status: 'departed', departedAt: clock.now } }),
        INVALID,
      ],
      [
        () => db.identity.updateMany({ where: { id: of.agent.id }, data: { status: 'active', departedAt: null } }),
        VALID,
      ],
      [() => db.identity.updateMany({ where: { id: of.principal.id }, data: { status: 'suspended' } }), SUSPENDED],
      [() => db.identity.updateMany({ where: { id: of.principal.id }, data: { status: 'active' } }), VALID],
      [
        () =>
          db.client.updateMany({ where: { id: of.client.id }, data: { status: 'disabled', disabledAt: clock.now } }),
        SUSPENDED,
      ],
    ]
    for (const [change, status] of changes) {
      await change()
      later(5)
      expect(await statusOf(token), String(change)).toBe(status)
    }
  })

  it('is the same from another instance, and after a restart', async () => {
    const token = await issueToken(service, of)
    await revokeSessions(remit(), revokeSessionsInput.parse({ sessionIds: [token.publicId], reason }))
    const another = await startTokenService({ clock, issuer: service.issuer })
    expect(await statusOf(token, another)).toBe(INVALID)
    await another.stop()
  })

  it('never says VALID where introspection says inactive', async () => {
    const other = await issueToken(service, of, { status: 'revoked', endedAt: NOW })
    const child = await issueToken(service, of, { parentId: other.id, depth: 1 })
    const grandchild = await issueToken(service, of, { parentId: child.id, depth: 2 })
    later(5)
    for (const each of [other, child, grandchild]) {
      const answer = await service.post('/introspect', { token: each.jwt }, of.resourceServer.basic)
      expect(await answer.json()).toEqual({ active: false })
      expect(await statusOf(each)).toBe(INVALID)
    }
  })
})

describe('over HTTP', () => {
  let uri: string
  beforeEach(async () => {
    uri = (await issueToken(service, of)).claims.status.status_list.uri
    later(5)
  })

  it('is compressed for who takes that, and sent once to who keeps it', async () => {
    const zipped = await fetch(uri, { headers: { 'accept-encoding': 'gzip' } })
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    const plain = await fetch(uri, { headers: { 'accept-encoding': 'identity' } })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(await zipped.text()).toBe(await plain.text())
    for (const [response, coding] of [
      [zipped, 'gzip'],
      [plain, 'identity'],
    ] as const) {
      const headers = { 'if-none-match': response.headers.get('etag') ?? '', 'accept-encoding': coding }
      expect((await fetch(uri, { headers })).status).toBe(304)
    }
    expect(plain.headers.get('access-control-allow-origin')).toBe('*')
  })

  it('has no past, and no list that no token has', async () => {
    expect((await fetch(`${uri}?time=1`)).status).toBe(501)
    for (const name of ['999999', '-1', '01', 'x', '', '0/0', '1e3']) {
      expect((await service.get(`/status-lists/${name}`)).status, name).toBe(404)
    }
  })

  it('names the lists of tokens that have not run out', async () => {
    const response = await service.get('/status-lists')
    expect(response.headers.get('content-type')).toBe('application/json')
    expect((await response.json()).status_lists).toContain(uri)
    clock.now = at('+30d')
    expect(await (await service.get('/status-lists')).json()).toEqual({ status_lists: [] })
  })
})
