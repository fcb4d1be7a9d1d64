import { type ChildProcess, execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { basic, firstLine, request, sendLoad, start, startService, stopAll } from './bench-processes'
import type { LoadOrder, LoadResult } from './load'
import { addSessions, makeTokenWorld, type TokenWorld } from './token-world'

/** `npm run bench:tokens [-- --sessions 1000000 --seconds 10 --minutes 1]`: what the token service does on this machine,
 *  each figure next to its peer of the same run: introspection next to oidc-provider in memory, durable exchanges next to
 *  what pgbench commits for the same two inserts, revocation as another instance sees it, and memory under load. */
const { values: options } = parseArgs({
  options: {
    sessions: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '10' },
    minutes: { type: 'string', default: '1' },
  },
})
const [seconds, minutes] = [Number(options.seconds), Number(options.minutes)]
const [PORT_A, PORT_B, PORT_PEER] = [3981, 3982, 3983] as const
const CONNECTIONS = 64
const ISSUER = `http://localhost:${PORT_A}`
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token'
const rows: string[][] = []
let folder = ''

function note(what: string, figure: string, held: string): void {
  rows.push([what, figure, held])
  console.log(`${what}: ${figure} (${held})`)
}

const startOn = (port: number, url: string) => startService({ port, issuer: ISSUER, url, appPort: 3980 })

const load = (order: Omit<LoadOrder, 'connections' | 'seconds'> & Partial<LoadOrder>) =>
  sendLoad(folder, { connections: CONNECTIONS, seconds, ...order })

async function post(port: number, target: string, authorization: string, form: Record<string, string>) {
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await fetch(`http://127.0.0.1:${port}${target}`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  })
  const text = await answer.text()
  return { status: answer.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} }
}

async function issue(world: TokenWorld): Promise<string> {
  const { status, body } = await post(PORT_A, '/token', basic(world.agent), { grant_type: 'client_credentials' })
  if (status !== 200) throw new Error(`no token: ${JSON.stringify(body)}`)
  return String(body.access_token)
}

async function benchIntrospection(world: TokenWorld, tokens: readonly string[]): Promise<void> {
  const own = tokens.map((token) => request('/introspect', basic(world.gateway), { token }))
  const peer = start(['--import', 'tsx', 'tests/bench/peer-oidc-provider.ts', String(PORT_PEER), '500'])
  const peerTokens: string[] = JSON.parse(await firstLine(peer))
  peer.stdout?.resume()
  const peerBasic = basic({ clientId: 'peer', secret: 'a'.repeat(43) })
  const theirs = peerTokens.map((token) => request('/token/introspection', peerBasic, { token }))
  const expect = '"active":true'
  const runs = { own: [] as LoadResult[], peer: [] as LoadResult[] }
  for (let round = 0; round < 3; round++) {
    runs.peer.push(await load({ port: PORT_PEER, requests: theirs, expect, perSecond: null }))
    runs.own.push(await load({ port: PORT_A, requests: own, expect, perSecond: null }))
  }
  const best = (results: LoadResult[]) => Math.max(...results.map((result) => result.perSecond))
  const ratio = (best(runs.own) / best(runs.peer)).toFixed(2)
  note('introspection', `${best(runs.own)}/s`, `${ratio} x oidc-provider in memory (${best(runs.peer)}/s); aim 2`)
  const pace = best(runs.peer)
  await compareAtHalfLoad({ own, theirs, pace })
  peer.kill()
}

/** Each at half of what is asked of it: Remit at the pace of the peer, which is half of twice that, and the peer at half of
 *  its own. In turn, as in between the machine may be busy; the best of three of each. */
async function compareAtHalfLoad({ own, theirs, pace }: { own: string[]; theirs: string[]; pace: number }) {
  const expect = '"active":true'
  const runs = { own: [] as LoadResult[], peer: [] as LoadResult[] }
  for (let round = 0; round < 3; round++) {
    const half = Math.round(pace / 2)
    runs.peer.push(await load({ port: PORT_PEER, requests: theirs, expect, perSecond: half }))
    runs.own.push(await load({ port: PORT_A, requests: own, expect, perSecond: pace }))
  }
  const [best, peer] = [runs.own, runs.peer].map((all) => all.reduce((a, b) => (b.p99 < a.p99 ? b : a)))
  if (!best || !peer) throw new Error('nothing was measured')
  const ratio = (best.p99 / peer.p99).toFixed(2)
  note(
    'introspection at half of twice the peer',
    `p50 ${best.p50} ms, p99 ${best.p99} ms (of three: ${runs.own.map(({ p99 }) => p99).join(', ')})`,
    `at ${best.perSecond}/s; aim 20 ms; ${ratio} x the peer's p99 of ${peer.p99} ms at half of its own (${peer.perSecond}/s)`,
  )
}

function findPgbench(): string | null {
  const folders = existsSync('/usr/lib/postgresql')
    ? readdirSync('/usr/lib/postgresql').map((v) => `/usr/lib/postgresql/${v}/bin`)
    : []
  const all = [...(process.env.PATH ?? '').split(':'), ...folders].map((each) => path.join(each, 'pgbench'))
  return all.find((file) => existsSync(file)) ?? null
}

/** pgbench takes `:name` for a variable, within a literal too. */
function literal(quoted = 'null'): string {
  if (quoted.startsWith('E')) return quoted.replaceAll(':', '\\x3a')
  return quoted.replace(/^'/, "E'").replaceAll('\\', '\\\\').replaceAll(':', '\\x3a')
}

/** The row of a session and its audit event as the last exchange wrote them, under new ids: the same two inserts. */
async function pgbench(sql: pg.Client, url: string): Promise<number | null> {
  const program = findPgbench()
  if (!program) return null
  const copy = async (table: string, where: string) => {
    const columns = await sql.query(
      `select column_name as name from information_schema.columns where table_name = '${table}' and column_name <> 'id' order by 1`,
    )
    const names = columns.rows.map((row) => row.name)
    const { rows: found } = await sql.query(
      `select ${names.map((name) => `quote_nullable(${name}::text) as ${name}`)} from ${table} where ${where} order by id desc limit 1`,
    )
    const id = `(lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid`
    return `insert into ${table} (id, ${names}) values (${id}, ${names.map((name) => literal(found[0]?.[name]))});`
  }
  const session = await copy('delegated_sessions', "token_kid <> 'bench'")
  const event = await copy('audit_events', "action = 'session.issued'")
  const file = path.join(folder, 'pgbench.sql')
  writeFileSync(file, `begin;\n${session}\n${event}\ncommit;\n`)
  const args = ['-n', '-M', 'prepared', '-c', '16', '-j', '2', '-T', String(seconds), '-f', file, url]
  return Number(/tps = ([\d.]+)/.exec(execFileSync(program, args, { encoding: 'utf8' }))?.[1])
}

async function benchExchange(sql: pg.Client, url: string, world: TokenWorld, subject: string): Promise<void> {
  const parameters = {
    grant_type: EXCHANGE,
    subject_token: subject,
    subject_token_type: ACCESS_TOKEN,
    scope: 'case:read',
  }
  const requests = [request('/token', basic(world.helper), parameters)]
  const expect = '"access_token"'
  const [ours, theirs] = [[] as number[], [] as number[]]
  for (let round = 0; round < 3; round++) {
    ours.push((await load({ port: PORT_A, requests, expect, perSecond: null })).perSecond)
    const tps = await pgbench(sql, url)
    if (tps !== null) theirs.push(tps)
  }
  const [own, peer] = [Math.max(...ours), Math.max(...theirs)]
  const held = theirs.length
    ? `${(own / peer).toFixed(2)} x pgbench (${Math.round(peer)}/s); aim 0.5`
    : 'pgbench is not installed'
  note('token exchange, durable', `${own}/s`, held)
}

/** The same number of requests to the peer, one after the other: what two processes and this machine take by themselves. */
async function peerRoundTrips(count: number): Promise<string> {
  const peer = start(['--import', 'tsx', 'tests/bench/peer-oidc-provider.ts', String(PORT_PEER), '1'])
  const [token = ''] = JSON.parse(await firstLine(peer)) as string[]
  peer.stdout?.resume()
  const authorization = basic({ clientId: 'peer', secret: 'a'.repeat(43) })
  const taken: number[] = []
  for (let n = 0; n < count; n++) {
    const started = performance.now()
    for (const _ of ['revoke', 'introspect']) await post(PORT_PEER, '/token/introspection', authorization, { token })
    taken.push(performance.now() - started)
  }
  peer.kill()
  return percentiles(taken)
}

function percentiles(taken: number[]): string {
  taken.sort((a, b) => a - b)
  const at = (share: number) => `${(taken[Math.floor(taken.length * share)] ?? 0).toFixed(1)} ms`
  return `p50 ${at(0.5)}, p99 ${at(0.99)}`
}

async function benchRevocation(world: TokenWorld): Promise<void> {
  const taken: number[] = []
  for (let n = 0; n < 200; n++) {
    const token = await issue(world)
    await post(PORT_B, '/introspect', basic(world.gateway), { token })
    const started = performance.now()
    await post(PORT_A, '/revoke', basic(world.agent), { token })
    while ((await post(PORT_B, '/introspect', basic(world.gateway), { token })).body.active !== false);
    taken.push(performance.now() - started)
  }
  const theirs = await peerRoundTrips(taken.length)
  const held = `from sending the order; aim 50 ms; two requests to oidc-provider in memory: ${theirs}`
  note('revoke to active:false on another instance', percentiles(taken), held)
}

const megabytes = (child: ChildProcess, name: string) =>
  Math.round(
    Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
  )

async function benchMemory(service: ChildProcess, world: TokenWorld, tokens: readonly string[]): Promise<void> {
  const introspections = tokens.slice(0, 200).map((token) => request('/introspect', basic(world.gateway), { token }))
  const issuance = request('/token', basic(world.agent), { grant_type: 'client_credentials' })
  const requests = introspections.flatMap((each, n) => (n % 10 === 0 ? [each, issuance] : [each]))
  const sizes: number[] = []
  for (let minute = 0; minute < minutes; minute++) {
    await load({ port: PORT_A, requests, expect: '200 OK', perSecond: null, seconds: 60 })
    sizes.push(megabytes(service, 'VmRSS'))
  }
  note(
    `memory after ${minutes} min of full load`,
    `${sizes.at(-1)} MB, peak ${megabytes(service, 'VmHWM')} MB`,
    `minute by minute ${sizes.join(', ')}; aim 250`,
  )
}

async function main(): Promise<void> {
  folder = await mkdtemp(path.join(tmpdir(), 'remit-bench-'))
  const { startEmbeddedPostgres } = await import('@/lib/runtime/embedded-postgres')
  const { applyMigrations } = await import('@/lib/runtime/migrate')
  const postgres = await startEmbeddedPostgres({ dataFolder: path.join(folder, 'postgres') })
  process.env.DATABASE_URL = postgres.url
  const { disconnect } = await import('@/lib/db')
  const sql = new pg.Client(postgres.url)
  try {
    await applyMigrations(postgres.url)
    await sql.connect()
    const now = new Date()
    const world = await makeTokenWorld(sql, now)
    console.log(`${cpus().length} cores; adding ${options.sessions} sessions`)
    const began = performance.now()
    await addSessions(sql, world, Number(options.sessions), now)
    console.log(`added in ${Math.round((performance.now() - began) / 1000)} s`)
    const service = await startOn(PORT_A, postgres.url)
    await startOn(PORT_B, postgres.url)
    const tokens: string[] = []
    while (tokens.length < 1000) tokens.push(...(await Promise.all(Array.from({ length: 50 }, () => issue(world)))))
    await benchIntrospection(world, tokens)
    await benchExchange(sql, postgres.url, world, tokens[0] ?? '')
    await benchRevocation(world)
    await benchMemory(service, world, tokens)
    console.log(
      ['', '| what | figure | held against |', '|---|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`)].join(
        '\n',
      ),
    )
  } finally {
    await stopAll()
    await sql.end().catch(() => undefined)
    await disconnect()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
