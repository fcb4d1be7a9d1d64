import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readHealth } from '@/lib/queries/read-health'
import { freePort } from '@/lib/runtime/ports'
import { projectFolder } from '@/lib/runtime/project-folder'
import { callRemit } from '@/tests/support/remit-command'

const LIMIT_MILLISECONDS = 120_000
let home: string
const running: ChildProcess[] = []

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'remit-token-service-'))
})
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  await rm(home, { recursive: true, force: true })
})

/** The token service in a process of its own, with this data folder. */
function start(settings: Record<string, string>) {
  const given = { REMIT_HOME: home, NODE_ENV: 'production', LOG_LEVEL: 'warn', ...settings }
  const env: NodeJS.ProcessEnv = Object.assign({ ...process.env }, given)
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/runtime/token-service.ts'], {
    cwd: projectFolder,
    env,
  })
  running.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const ended = once(child, 'close').then(([code]) => ({ code, said }))
  return { child, ended }
}

async function untilAnswers(url: string): Promise<void> {
  await vi.waitFor(async () => expect((await fetch(`${url}/health`)).status).toBe(200), {
    timeout: 60_000,
    interval: 100,
  })
}

test(
  'it runs alone, is seen to run, keeps its secret to itself and ends when told to',
  async () => {
    expect((await readHealth()).tokenService).toBe('not running')
    const port = await freePort()
    const { child, ended } = start({ TOKEN_PORT: String(port), REMIT_TOKEN_URL: 'http://localhost:3001' })
    await untilAnswers(`http://127.0.0.1:${port}`)
    expect((await readHealth()).tokenService).toBe('ok')
    const metadata = await fetch(`http://127.0.0.1:${port}/.well-known/oauth-authorization-server`)
    expect(await metadata.json()).toMatchObject({ issuer: 'http://localhost:3001' })
    expect((await stat(path.join(home, 'secret'))).mode & 0o077).toBe(0)
    child.kill('SIGTERM')
    expect(await ended).toEqual({ code: 0, said: '' })
    await vi.waitFor(async () => expect((await readHealth()).tokenService).toBe('not running'), { timeout: 10_000 })
  },
  LIMIT_MILLISECONDS,
)

test(
  'a taken port and another REMIT_SECRET are each told in one sentence',
  async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    const [first, second] = await Promise.all([
      start({ TOKEN_PORT: String(port) }).ended,
      start({ TOKEN_PORT: String(await freePort()), REMIT_SECRET: 'another secret of 32 characters or more' }).ended,
    ])
    taken.close()
    expect(first).toEqual({ code: 1, said: expect.stringMatching(/^Port \d+ is taken.*TOKEN_PORT.*\n$/) })
    expect(second).toEqual({
      code: 1,
      said: expect.stringMatching(/^The signing keys were encrypted.*REMIT_SECRET.*\n$/),
    })
  },
  LIMIT_MILLISECONDS,
)

test(
  'remit keys rotates what runs on the same data folder, and lists it without a private part',
  async () => {
    vi.stubEnv('REMIT_HOME', home)
    const { code, stdout, stderr } = await callRemit(home, 'keys', 'rotate', '--json')
    expect(code, stderr).toBe(0)
    const { rotated } = JSON.parse(stdout)
    expect(rotated.map(({ alg }: { alg: string }) => alg).sort()).toEqual(['ES256', 'RS256'])
    const list = JSON.parse((await callRemit(home, 'keys', 'list', '--json')).stdout)
    const statuses = list.map(({ alg, status }: { alg: string; status: string }) => `${alg} ${status}`).sort()
    expect(statuses).toEqual(
      ['ES256', 'RS256'].flatMap((alg) => ['current', 'next', 'previous'].map((is) => `${alg} ${is}`)),
    )
    for (const row of list) expect(Object.keys(row)).not.toContain('privateJwe')
  },
  LIMIT_MILLISECONDS,
)
