import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { reader } from '@/lib/db'
import { fromPublicId } from '@/lib/id'
import { createLifecycle } from '@/tests/support/lifecycle-fixture'
import { callRemit, type Said, spawnRemit } from '@/tests/support/remit-command'

const LIMIT_MILLISECONDS = 120_000
const ISSUER = 'https://token.actions.githubusercontent.com'
let folder: string
let principalId: string

beforeAll(async () => {
  principalId = (await createLifecycle()).principalId
  folder = await mkdtemp(path.join(tmpdir(), 'remit-cli-clients-'))
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const set = (key: typeof publicKey) => JSON.stringify({ keys: [key.export({ format: 'jwk' })] })
  await writeFile(path.join(folder, 'public.json'), set(publicKey))
  await writeFile(path.join(folder, 'private.json'), set(privateKey))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

beforeEach(() => {
  vi.stubEnv('REMIT_TOKEN_URL', 'https://tokens.example.com')
})

const remit = (...words: string[]) => callRemit(folder, ...words)
const json = ({ stdout }: Said) => JSON.parse(stdout)

test(
  'a client is made with a secret that works once it is printed, rotated, disabled and listed',
  async () => {
    const made = await spawnRemit(
      folder,
      'client',
      'create',
      '--identity',
      'support-agent',
      '--scopes',
      'case:read case:list',
      '--json',
    )
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(json(made)).toMatchObject({
      client_id: expect.stringMatching(/^cli_/),
      client_secret: expect.stringMatching(/^[\w-]{43}$/),
      token_endpoint: 'https://tokens.example.com/token',
      issuer: 'https://tokens.example.com',
    })
    const { client_id: id, client_secret: secret } = json(made)
    const rotated = json(await remit('client', 'rotate', id, '--json'))
    const kept = await reader().clientSecret.findMany({ where: { clientId: fromPublicId('client', id) } })
    const hashes = [secret, rotated.client_secret].map((text) => createHash('sha256').update(text).digest('hex'))
    expect(kept.map(({ sha256 }) => Buffer.from(sha256).toString('hex')).sort()).toEqual(hashes.sort())
    const third = await remit('client', 'rotate', id, '--json')
    expect(third).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^Two secrets are live/) })
    expect(json(await remit('client', 'rotate', id, '--revoke-oldest', '--json')).revoked).toBe(`…${secret.slice(-4)}`)
    expect(json(await remit('client', 'disable', id, '--json'))).toEqual({ client_id: id, status: 'disabled' })
    const [row] = json(await remit('client', 'list', '--json'))
    expect(row).toMatchObject({ id, status: 'disabled', scopes: ['case:read', 'case:list'] })
    expect(row.secrets).toHaveLength(2)
  },
  LIMIT_MILLISECONDS,
)

test(
  'a client with keys has no secret; a private key, an unknown way and a file that is none are refused with one sentence',
  async () => {
    const create = (...rest: string[]) => remit('client', 'create', '--identity', 'support-agent', ...rest, '--json')
    const made = await create('--jwks', 'public.json', '--dpop', '--alg', 'RS256')
    const secret = await create('--jwks', 'private.json')
    const word = await create('--auth', 'password')
    const file = await create('--jwks', 'nowhere.json')
    expect(made.code, made.stderr).toBe(0)
    expect(json(made)).not.toHaveProperty('client_secret')
    expect(secret).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Key 1 holds a private key.*\n$/),
    })
    expect(word).toMatchObject({ code: 2, stderr: expect.stringContaining('authMethods') })
    expect(file).toMatchObject({ code: 2, stderr: 'nowhere.json cannot be read as JSON.\n' })
  },
  LIMIT_MILLISECONDS,
)

test(
  'an issuer is trusted, a client federated with it under conditions, and a subject linked',
  async () => {
    expect((await remit('issuer', 'trust', ISSUER, '--name', 'GitHub', '--audience', 'remit', '--json')).code).toBe(0)
    const { client_id: id } = json(
      await remit('client', 'create', '--identity', 'support-agent', '--auth', 'federated', '--json'),
    )
    const federate = (condition: string) =>
      remit('client', 'federate', id, '--issuer', ISSUER, '--audience', 'remit', '--condition', condition, '--json')
    expect(await federate('sub=repo:acme/*')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('organisation'),
    })
    expect(await federate('sub')).toMatchObject({ code: 2 })
    expect(json(await federate('sub=repo:acme/shop:environment:production')).federation_id).toMatch(/^fed_/)
    const link = ['--issuer', ISSUER, '--subject', 'u-1', '--identity', principalId]
    expect(await remit('issuer', 'link', ...link, '--json')).toMatchObject({ code: 0 })
    expect(json(await remit('issuer', 'list', '--json'))).toMatchObject([
      { issuer: ISSUER, name: 'GitHub', federations: 1, subjects: 1 },
    ])
  },
  LIMIT_MILLISECONDS,
)
