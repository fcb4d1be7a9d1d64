import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { guardrailRequest, guardrails } from '@/lib/domain/guardrail'
import { compileGuardrails } from '@/lib/guardrails/compile'
import { inspectGuardrails } from '@/lib/guardrails/inspect-guardrails'
import { forgetJudgements } from '@/lib/guardrails/judgements'
import { loadCedar } from '@/lib/guardrails/load-cedar'
import { newId } from '@/lib/id'
import { basic, request, sendLoad, startService, stopAll } from './bench-processes'
import type { LoadResult } from './load'
import { processorTime } from './processor-time'
import { makeTokenWorld, type TokenWorld } from './token-world'

/** `npm run bench:guardrails [-- --sessions 1000000 --seconds 5 --parts 'engine issuance findings']`: what guardrails cost. The engine by itself; an issuance
 *  with none, with ten whose question is known, and with ten whose question is new each time, next to each other; the token
 *  service's memory; and a run of the detectors over live sessions of other issuers. */
const { values: options } = parseArgs({
  options: {
    sessions: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '5' },
    parts: { type: 'string', default: 'engine issuance findings' },
  },
})
const [sessions, seconds] = [Number(options.sessions), Number(options.seconds)]
const PORT = 3985
const ISSUER = `http://localhost:${PORT}`
const rows: string[][] = []
let folder = ''

function note(what: string, figure: string, held = ''): void {
  rows.push([what, figure, held])
  console.log(`${what}: ${figure} ${held}`)
}

const megabytes = (pid: number | undefined, name: string) =>
  Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)

/** Ten guardrails as an organisation has them, of which none forbids what the bench asks. `more` is looked at besides. */
const TEN = Array.from({ length: 10 }, (_, n) => ({
  id: `p${n}`,
  name: `Guardrail ${n}`,
  text: `forbid (principal, action, resource) when { resource.tier == 1 && context.actor.kind == "agent"
    && context.accessLevels.contains("write") && context.breadth > ${n * 9} && !principal.isThirdParty };`,
}))
const looking = (text: string) => guardrails.parse({ policies: [...TEN, { id: 'more', name: 'More', text }] })
const PURPOSE =
  'forbid (principal, action, resource) when { context has purpose && context.purpose like "*exfiltrat*" };'

async function benchEngine(): Promise<void> {
  const before = process.memoryUsage().rss
  const started = performance.now()
  const cedar = await loadCedar()
  const content = looking(PURPOSE)
  const compiled = compileGuardrails(cedar, 'bench', content)
  note('engine and ten guardrails, read', `${Math.round(performance.now() - started)} ms`, 'once a process')
  const request = guardrailRequest.parse({ system: { tier: 1 }, accessLevels: ['read'], breadth: 40 })
  const rate = (count: number, of: (n: number) => typeof request) => {
    const began = performance.now()
    for (let n = 0; n < count; n++) compiled.judge(of(n))
    return Math.round((count / (performance.now() - began)) * 1000)
  }
  rate(500, (n) => ({ ...request, purpose: `warm ${n}` }))
  forgetJudgements()
  const fresh = rate(5_000, (n) => ({ ...request, purpose: `run ${n}` }))
  note('judgements, each question new', `${fresh}/s`, `${Math.round(1e6 / fresh)} us each`)
  const known = rate(200_000, () => request)
  note('judgements, question known', `${known}/s`, `${(1e6 / known).toFixed(1)} us each`)
  const checked = performance.now()
  for (let n = 0; n < 10; n++) await inspectGuardrails(content)
  note('a version checked, for the editor', `${Math.round((performance.now() - checked) / 10)} ms`)
  note(
    'memory of engine and questions',
    `${Math.round((process.memoryUsage().rss - before) / 1e6)} MB`,
    'in this process',
  )
}

const startOn = (url: string) => startService({ port: PORT, issuer: ISSUER, url, appPort: 3984 })

const load = (requests: string[]) =>
  sendLoad(folder, { port: PORT, connections: 32, seconds, requests, expect: '"access_token"', perSecond: null })

const tokenRequest = ({ agent }: TokenWorld, purpose: string) =>
  request('/token', basic(agent), { grant_type: 'client_credentials', scope: 'case:read', purpose })

let version = 0
async function put(sql: pg.Client, orgId: string, content: object): Promise<void> {
  await sql.query(`update policy_versions set status = 'superseded' where org_id = $1 and status = 'active'`, [orgId])
  await sql.query(
    `insert into policy_versions (org_id, id, kind, version, status, content, note, proposed_by, proposed_at)
     values ($1, $2, 'guardrails', $3, 'active', $4, 'bench', 'bench', now())`,
    [orgId, newId(new Date()), ++version, JSON.stringify(content)],
  )
}

/** Processor time of a process so far, in microseconds. */
function microseconds(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

type Loaded = { result: LoadResult; each: number }

/** A run of requests, and what each took of the service's processor: that says more than the clock on a busy machine. */
async function measured(service: ChildProcess, requests: string[]): Promise<Loaded> {
  await load(requests.slice(0, 500))
  const before = microseconds(service.pid)
  const result = await load(requests)
  return { result, each: Math.round((microseconds(service.pid) - before) / result.answers) }
}

async function benchIssuance(sql: pg.Client, url: string, world: TokenWorld): Promise<void> {
  const service = await startOn(url)
  const same = [tokenRequest(world, 'Answers cases')]
  const fresh = Array.from({ length: 20_000 }, (_, n) => tokenRequest(world, `Answers case ${n}`))
  const tell = (what: string, { result, each }: Loaded) => {
    const memory = `${megabytes(service.pid, 'VmRSS')} MB, peak ${megabytes(service.pid, 'VmHWM')} MB`
    note(what, `${each} us each`, `${result.perSecond}/s, p50 ${result.p50} ms, p99 ${result.p99} ms, ${memory}`)
  }
  tell('issuances, no guardrails', await measured(service, same))
  await put(sql, world.orgId, guardrails.parse({ policies: TEN }))
  tell('issuances, ten guardrails', await measured(service, same))
  await put(sql, world.orgId, looking(PURPOSE))
  tell('issuances, each asks something new', await measured(service, fresh))
  service.kill()
}

/** Live sessions of another issuer, of 500 actors on one system, in 200 permission sets and 100 lengths. */
async function addObserved(sql: pg.Client, { orgId, systemId, permissionSetId }: TokenWorld, now: Date): Promise<void> {
  await sql.query(
    `insert into identities (org_id, id, kind, name, first_seen_at, created_at)
     select $1, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'service', 'service ' || n, $2, $2
     from generate_series(1, 500) n`,
    [orgId, now],
  )
  await sql.query('set session_replication_role = replica')
  await sql.query(
    `insert into delegated_sessions (org_id, id, origin, principal_id, actor_id, system_id, status, issued_at, starts_at,
       expires_at, tier, breadth, permission_set_id, created_at)
     select $1, (lpad(to_hex((extract(epoch from $4::timestamptz) * 1000)::bigint), 12, '0') || '7' || substr(md5('o' || n), 1, 3) || '8' || substr(md5('o' || n), 5, 15))::uuid,
       'observed', ('00000000-0000-7000-8000-' || lpad(to_hex(1 + n % 500), 12, '0'))::uuid,
       ('00000000-0000-7000-8000-' || lpad(to_hex(1 + n % 500), 12, '0'))::uuid, $2, 'active', $4, $4,
       $4::timestamptz + make_interval(hours => 1 + n % 100), 2, n % 100, $3, $4
     from generate_series(1, $5::int) n`,
    [orgId, systemId, permissionSetId, now, sessions],
  )
  await sql.query('reset session_replication_role')
  await sql.query('analyze delegated_sessions')
}

async function benchDetector(sql: pg.Client, world: TokenWorld, now: Date): Promise<void> {
  const { detectOutsideGuardrail } = await import('@/lib/jobs/detect-outside-guardrail')
  const { systemContext } = await import('@/lib/domain/context')
  await addObserved(sql, world, now)
  const run = async () => {
    const [began, before] = [performance.now(), await processorTime(path.join(folder, 'postgres'))]
    const found = await detectOutsideGuardrail(systemContext(world.orgId, 'bench', now))
    const after = await processorTime(path.join(folder, 'postgres'))
    const used = [after.node - before.node, after.postgres - before.postgres].map((each) => (each / 1e6).toFixed(1))
    const took = ((performance.now() - began) / 1000).toFixed(1)
    return { words: `${took} s (${used[0]} s of node, ${used[1]} s of Postgres)`, found: found.length }
  }
  const tell = async (what: string, content: object) => {
    await put(sql, world.orgId, content)
    const [first, again] = [await run(), await run()]
    note(`${sessions} observed sessions, ${what}`, `${first.words}, then ${again.words}`, `${first.found} findings`)
  }
  const short = 'forbid (principal, action, resource) when { context.ttlSeconds > 356400 };'
  await tell('ten guardrails and one on lifetimes', looking(short))
  const names =
    'forbid (principal, action, resource) when { context.actor.name like "*evil*" && context.ttlSeconds > 9 };'
  await tell('who and how long: 50,000 questions', looking(names))
  note('memory after it', `${Math.round(process.memoryUsage().rss / 1e6)} MB`, 'in this process')
}

async function main(): Promise<void> {
  folder = await mkdtemp(path.join(tmpdir(), 'remit-bench-'))
  console.log(`${cpus().length} cores`)
  if (options.parts.includes('engine')) await benchEngine()
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
    if (options.parts.includes('issuance')) await benchIssuance(sql, postgres.url, world)
    if (options.parts.includes('findings')) await benchDetector(sql, world, now)
    const table = ['| what | figure | |', '|---|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`)]
    console.log(`\n${table.join('\n')}`)
  } finally {
    await stopAll()
    await sql.end().catch(() => undefined)
    await disconnect()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
