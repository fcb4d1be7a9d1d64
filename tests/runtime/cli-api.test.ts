import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addMember } from '@/lib/commands/add-member'
import { decideApproval } from '@/lib/commands/decide-approval'
import { API_SCOPES, type ApiScope } from '@/lib/domain/api-scope'
import type { Role } from '@/lib/domain/context'
import { answerApi } from '@/lib/http/api/answer-api'
import { callApi, createApi } from '@/tests/support/api-fixture'
import { serveRequests } from '@/tests/support/api-server'
import { at, NOW } from '@/tests/support/clock'
import { callRemit, lastLine, spawnRemit } from '@/tests/support/remit-command'

const LIMIT_MILLISECONDS = 60_000
let folder: string
let org: Awaited<ReturnType<typeof createApi>>

beforeAll(async () => {
  org = await createApi()
  folder = await mkdtemp(path.join(tmpdir(), 'remit-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** `remit` as a member with a token, against the API of this process. */
async function remitAs(role: Role, scopes: readonly ApiScope[] = API_SCOPES) {
  const url = await serveRequests((request) => answerApi(request, NOW))
  const token = await org.token(role, scopes)
  return (...words: string[]) => callRemit(folder, ...words, '--url', url, '--token', token)
}

const create = () => [
  ...['requests', 'create', '--name', 'Read cases', '--purpose', 'Reads cases', '--principal-id', org.principalId],
  ...['--actor-id', org.actorId, '--targets', `${org.systemId}=case:list,case:read`],
  ...['--max-session-ttl-seconds', '15m', '--duration-seconds', '1d'],
]

test(
  'a request is made, shown, approved by another and its grant revoked, from a terminal',
  async () => {
    const [asAdmin, asApprover] = [await remitAs('admin'), await remitAs('approver')]
    const made = await asAdmin(...create(), '--json')
    expect(made).toMatchObject({ code: 0, stderr: '' })
    const { approvalId, grantId, status } = lastLine(made)
    expect(status).toBe('pending')
    const waiting = await asApprover('requests', 'list', '--json')
    expect(JSON.parse(waiting.stdout).map((row: { id: string }) => row.id)).toContain(approvalId)
    const shown = await asApprover('requests', 'show', approvalId)
    expect(shown.stdout).toContain('status  pending')
    expect(await asApprover('requests', 'approve', approvalId, '--comment', 'Bounds checked.')).toMatchObject({
      code: 0,
    })
    expect(lastLine(await asAdmin('grants', 'show', grantId, '--json'))).toMatchObject({ status: 'active' })
    const revoked = await asAdmin('grants', 'revoke', grantId, '--reason', 'No longer needed.', '--json')
    expect(lastLine(revoked)).toMatchObject({ ended: 0, grantStays: false })
    expect(lastLine(await asAdmin('grants', 'show', grantId, '--json'))).toMatchObject({ status: 'revoked' })
  },
  LIMIT_MILLISECONDS,
)

test(
  'a whole input can stand in a file, and options change it',
  async () => {
    const asAdmin = await remitAs('admin')
    await writeFile(path.join(folder, 'wish.json'), JSON.stringify(org.wish({ name: 'from a file' })))
    const made = await asAdmin('requests', 'create', '--input', 'wish.json', '--purpose', 'Said otherwise', '--json')
    const { grantId } = lastLine(made)
    expect(lastLine(await asAdmin('grants', 'show', grantId, '--json'))).toMatchObject({
      ...{ name: 'from a file', purpose: 'Said otherwise' },
    })
  },
  LIMIT_MILLISECONDS,
)

test(
  'sessions are revoked by the word, and a list follows every page',
  async () => {
    const asAdmin = await remitAs('admin')
    const grantId = await org.grant()
    const ids = [await org.session(grantId), await org.session(grantId)]
    const listed = await asAdmin('sessions', 'list', '--grant', grantId, '--json')
    expect(
      JSON.parse(listed.stdout)
        .map((row: { id: string }) => row.id)
        .sort(),
    ).toEqual(ids.sort())
    const revoked = await asAdmin('sessions', 'revoke', ...ids, '--reason', 'For a test.', '--json')
    expect(lastLine(revoked)).toMatchObject({ ended: 2 })
  },
  LIMIT_MILLISECONDS,
)

test(
  'a ticket that is closed ends what is bound to it',
  async () => {
    const asAdmin = await remitAs('admin')
    const grantId = await org.grant({ ticket: 'CASE/1', endsWithTicket: true })
    const closed = await asAdmin('tickets', 'close', 'case/1', '--json')
    expect(lastLine(closed)).toEqual({ grantIds: [grantId] })
    expect((await org.readGrant(grantId)).status).toBe('revoked')
  },
  LIMIT_MILLISECONDS,
)

test(
  'each kind of refusal has an exit code of its own, and one sentence',
  async () => {
    const asAdmin = await remitAs('admin')
    const asReader = await remitAs('admin', ['access:read'])
    const unknown = await asAdmin('grants', 'show', 'grt_x')
    expect([unknown.code, unknown.stdout]).toEqual([4, ''])
    expect(unknown.stderr).toContain('(not_found)')
    expect((await asReader(...create())).code).toBe(3)
    expect((await asAdmin('grants', 'list', '--limit', '9999')).code).toBe(2)
    expect((await asAdmin('grants', 'explode')).code).toBe(2)
    const url = 'http://127.0.0.1:1'
    expect((await callRemit(folder, 'grants', 'list', '--url', url, '--token', 'rmt_x')).code).toBe(6)
    expect(await callRemit(folder, 'grants', 'list', '--url', 'http://example.com', '--token', 'rmt_x')).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining('https') },
    })
  },
  LIMIT_MILLISECONDS,
)

test(
  'without a token what there is of it works on the database, and the rest says what it needs',
  async () => {
    const local = await callRemit(folder, 'sessions', 'list', '--json')
    expect(local.code).toBe(0)
    expect(Array.isArray(JSON.parse(local.stdout))).toBe(true)
    const refused = await callRemit(folder, 'requests', 'list')
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('REMIT_TOKEN') })
  },
  LIMIT_MILLISECONDS,
)

test(
  'the program starts by itself, and its help names what it can do',
  async () => {
    const help = await spawnRemit(folder, 'requests', 'create', '--help')
    expect(help.code).toBe(0)
    expect(help.stdout).toContain('--max-session-ttl-seconds')
  },
  LIMIT_MILLISECONDS,
)

test(
  'whoever asked cannot decide: by the command of the page, by the API, from a terminal, with one code',
  async () => {
    const grantId = await org.request({}, org.as('approver'))
    const requestId = await org.approvalOf(grantId)
    await expect(org.decide(org.as('approver'), grantId)).rejects.toMatchObject({ code: 'self_approval' })
    const token = await org.token('approver')
    const reply = await callApi('POST', `/requests/${requestId}/approve`, { token, body: {} })
    expect(reply).toMatchObject({ status: 403, body: { code: 'self_approval' } })
    const said = await (await remitAs('approver'))('requests', 'approve', requestId)
    expect(said).toMatchObject({ code: 3, stderr: expect.stringContaining('(self_approval)') })
    expect((await org.readGrant(grantId)).status).toBe('pending')
  },
  LIMIT_MILLISECONDS,
)

test(
  'nobody votes twice where two must agree, whichever doors they take',
  async () => {
    const grantId = await org.request({ expiresAt: at('+2d') })
    const requestId = await org.approvalOf(grantId)
    await org.requireVotes(requestId, 2)
    const token = await org.token('approver')
    const approve = () => callApi('POST', `/requests/${requestId}/approve`, { token, body: {} })
    expect(await approve()).toMatchObject({ status: 200, body: { status: 'pending' } })
    expect(await approve()).toMatchObject({ status: 409, body: { code: 'already_voted' } })
    await expect(org.decide(org.as('approver'), grantId)).rejects.toMatchObject({ code: 'already_voted' })
    const said = await (await remitAs('approver'))('requests', 'approve', requestId)
    expect(said).toMatchObject({ code: 5, stderr: expect.stringContaining('(already_voted)') })
    expect((await org.readGrant(grantId)).status).toBe('pending')
  },
  LIMIT_MILLISECONDS,
)

test(
  'other rules take a second admin: whoever proposed them cannot agree by any door',
  async () => {
    const asAdmin = await remitAs('admin')
    await addMember(org.as('admin'), { email: 'second@example.com', name: 'A second admin', roles: ['admin'] })
    await writeFile(path.join(folder, 'rules.json'), JSON.stringify({ content: { barActorOwner: false } }))
    const words = [
      'policies',
      'propose',
      '--input',
      'rules.json',
      '--kind',
      'approvals',
      '--note',
      'Owners may decide.',
    ]
    const proposed = await asAdmin(...words, '--json')
    expect(proposed.stderr).toBe('')
    const { approvalId } = lastLine(proposed)
    const alone = { approvalId, vote: 'approve' } as const
    await expect(decideApproval(org.as('admin'), alone)).rejects.toMatchObject({ code: 'self_approval' })
    const token = await org.token('admin')
    const reply = await callApi('POST', `/requests/${approvalId}/approve`, { token, body: {} })
    expect(reply).toMatchObject({ status: 403, body: { code: 'self_approval' } })
    const said = await asAdmin('requests', 'approve', approvalId)
    expect(said).toMatchObject({ code: 3, stderr: expect.stringContaining('(self_approval)') })
    expect(lastLine(await asAdmin('requests', 'show', approvalId, '--json'))).toMatchObject({ status: 'pending' })
  },
  LIMIT_MILLISECONDS,
)
