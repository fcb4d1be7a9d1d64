import '@/lib/runtime/check-node'
import path from 'node:path'
import { completeSettings, env, isRunByNpm, settings } from '@/lib/env'
import { ensureDashboard, ensurePrismaClient } from '@/lib/runtime/build'
import { type Database, openDatabase } from '@/lib/runtime/database'
import { discardUnfinishedDemo, isDemoWanted, SEED_ARGS, seedDemo } from '@/lib/runtime/demo'
import { chooseIdentityProvider, type Identity } from '@/lib/runtime/identity'
import { installationSecret } from '@/lib/runtime/installation-secret'
import { applyMigrations } from '@/lib/runtime/migrate'
import { onEndSignal } from '@/lib/runtime/on-end-signal'
import { checkBeforeStart, checkRoom } from '@/lib/runtime/preflight'
import * as programs from '@/lib/runtime/programs'
import { Supervisor } from '@/lib/runtime/supervisor'
import { say, sayReady, step } from '@/lib/runtime/terminal'
import { untilHealthy } from '@/lib/runtime/until-healthy'

const isDevelopment = process.argv.includes('--dev')
let supervisor: Supervisor | undefined
let database: Database | undefined
let isEnding = false

/** What `npm start` runs: everything Remit consists of, on this machine, until Ctrl-C or until a part of it fails. */
async function main(): Promise<void> {
  const started = performance.now()
  await checkBeforeStart(settings())
  const children = new Supervisor(path.join(settings().REMIT_HOME, 'logs'))
  supervisor = children
  say('Starting Remit')
  const client = step(() => ensurePrismaClient(makeWith(children)), lineIf('Database client generated'))
  const built = client.then(
    () => isDevelopment || step(() => ensureDashboard(makeWith(children)), lineIf('Dashboard built')),
  )
  built.catch(() => undefined)
  const [identity, opened] = await Promise.all([chooseIdentityProvider(), prepareDatabase(), client])
  const computed = await computeSettings(identity, opened)
  children.start(programs.tokenService(computed))
  await Promise.race([Promise.all([startBehind(children, identity, computed), built]), children.failure])
  children.start(programs.dashboard(computed, isDevelopment))
  await Promise.race([untilHealthy(settings()), children.failure])
  sayReady(settings(), started, identity.localPort !== undefined)
  await Promise.race([children.failure, opened.exited])
  if (!isEnding) throw new Error('Postgres ended by itself; its log is in the data folder, postgres/log.')
}

function makeWith(children: Supervisor) {
  return (name: string, args: string[]) => children.run(programs.maker(name, args))
}

function lineIf(line: string) {
  return (isMade: boolean) => (isMade ? line : undefined)
}

async function prepareDatabase(): Promise<Database> {
  const kind = settings().DATABASE_URL ? 'Database connected' : 'Embedded Postgres started'
  const opened = await step(openDatabase, () => kind)
  database = opened
  if (opened.isEmbedded) await discardUnfinishedDemo(settings().REMIT_HOME, opened.url)
  const told = (names: string[]) => (names.length ? `Database migrated (${names.length})` : undefined)
  await step(() => applyMigrations(opened.url), told)
  return opened
}

/** What was not set, for this process and for those it starts. */
async function computeSettings(identity: Identity, { url }: Database): Promise<Record<string, string>> {
  const REMIT_SECRET = await installationSecret()
  const computed = { ...identity.environment, DATABASE_URL: url, REMIT_SECRET, REMIT_HOME: settings().REMIT_HOME }
  completeSettings(computed)
  return computed
}

/** What works behind the dashboard, while that is being built. */
async function startBehind(children: Supervisor, { localPort }: Identity, computed: Record<string, string>) {
  if (localPort) {
    children.start(programs.identityProvider(computed, localPort))
    if (await isDemoWanted(env().DATABASE_URL)) await tellDemo(children, computed)
  }
  children.start(programs.worker(computed))
}

/** A story that is broken off is told again from its beginning, so its commits need not wait for the disk. */
async function tellDemo(children: Supervisor, computed: Record<string, string>): Promise<void> {
  const seed = () =>
    children.run(programs.task('demo', SEED_ARGS, { ...computed, PGOPTIONS: '-c synchronous_commit=off' }))
  await step(
    () => seedDemo(settings().REMIT_HOME, seed),
    () => 'Demo organisation made',
  )
}

/** Ends the processes in the order in which they need each other: whoever uses Postgres first, then Postgres. */
async function end(exitCode: number): Promise<void> {
  if (isEnding) return
  isEnding = true
  await supervisor?.stop()
  await database?.stop()
  process.exit(exitCode)
}

function endOnSignal(): void {
  say('\nEnding …')
  void end(0)
}

function endAtOnce(): void {
  say('Ending at once.')
  supervisor?.kill()
}

/** A killed `npm` takes no one with it; whoever started Remit through it expects that it does. */
function endWithNpm(): void {
  const parent = process.ppid
  if (!isRunByNpm()) return
  setInterval(() => process.ppid !== parent && void end(0), 1_000).unref()
}

onEndSignal(endOnSignal, endAtOnce)
endWithNpm()
/** A full disk ends whatever writes first, with words of its own: the cause is told as well. */
async function tellFailure(error: unknown): Promise<void> {
  const sentence = (said: unknown) => process.stderr.write(`${said instanceof Error ? said.message : said}\n`)
  sentence(error)
  if (supervisor) await checkRoom(settings().REMIT_HOME).catch(sentence)
}

main().catch(async (error: unknown) => {
  if (isEnding) return
  await tellFailure(error)
  await end(1)
})
