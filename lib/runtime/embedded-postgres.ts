import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'
import { freePort, isPortFree } from '@/lib/runtime/ports'
import { isUsableFolder, type PostgresBinaries, preparePostgresBinaries } from '@/lib/runtime/postgres-binaries'
import { postgresUser, type RunAs } from '@/lib/runtime/postgres-user'

/** A running embedded Postgres: its connection string, when it has died by itself, and how to end it. */
export type EmbeddedPostgres = { url: string; exited: Promise<void>; stop: () => Promise<void> }

export type EmbeddedPostgresOptions = {
  /** Absolute folder of our own: holds the cluster, its log and, mode 600, its password and port. */
  dataFolder: string
  /** Default: the port of the last start where still free, else any free one. */
  port?: number
  /** Postgres settings for this start, e.g. `{ fsync: 'off' }` in tests. */
  settings?: Record<string, string>
}

const Connection = z.object({ port: z.number().int(), password: z.string(), ownerPid: z.number().int() })
type Connection = z.infer<typeof Connection>

/**
 * Starts the Postgres that comes with npm on 127.0.0.1, initialising it on the first start only.
 *
 * Survives kill -9 at any moment: the cluster is initialised beside and renamed into place; Postgres ends when this
 * process is gone, because it watches a pipe; a lock file left by a dead one is removed.
 *
 * @throws Error, one sentence, if the folder cannot be used, an instance already runs there, or Postgres fails.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataFolder } = options
  await makeUsable(dataFolder)
  const cluster = path.join(dataFolder, 'cluster')
  const runAs = await postgresUser(cluster)
  await ensureNotRunning(dataFolder)
  const binaries = await preparePostgresBinaries(dataFolder, runAs)
  const remembered = await readConnection(dataFolder)
  const password = remembered?.password ?? randomBytes(24).toString('base64url')
  const port = await choosePort(options.port, remembered?.port)
  const connection = { port, password, ownerPid: process.pid }
  if (!remembered) await writeConnection(dataFolder, connection)
  if (!(await isInitialised(cluster))) await initialise(dataFolder, binaries, runAs, password)
  const server = await launch(dataFolder, binaries, runAs, { ...options.settings, port: String(port) })
  const url = connectionUrl({ port, password })
  await untilReady(server, url, dataFolder)
  await writeConnection(dataFolder, connection)
  return { url, exited: once(server, 'exit').then(() => undefined), stop: () => stop(server) }
}

/** The connection string of an instance that runs in this folder now, started by whichever process; else undefined. */
export async function findRunningPostgres(dataFolder: string): Promise<string | undefined> {
  const connection = await readConnection(dataFolder)
  return connection && (await runningPid(dataFolder)) ? connectionUrl(connection) : undefined
}

function connectionUrl({ port, password }: Pick<Connection, 'port' | 'password'>): string {
  return `postgresql://remit:${password}@127.0.0.1:${port}/remit`
}

async function makeUsable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o711 }).catch(() => undefined)
  if (!(await isUsableFolder(folder))) throw new Error(`The data folder ${folder} cannot be read and written.`)
}

async function readConnection(dataFolder: string): Promise<Connection | undefined> {
  const text = await readFile(path.join(dataFolder, 'connection.json'), 'utf8').catch(() => undefined)
  return text ? Connection.parse(JSON.parse(text)) : undefined
}

async function writeConnection(dataFolder: string, connection: Connection): Promise<void> {
  const file = path.join(dataFolder, 'connection.json')
  await writeFile(`${file}.new`, JSON.stringify(connection), { mode: 0o600 })
  await rename(`${file}.new`, file)
}

async function choosePort(wanted: number | undefined, remembered: number | undefined): Promise<number> {
  if (wanted === undefined) return remembered && (await isPortFree(remembered)) ? remembered : freePort()
  if (await isPortFree(wanted)) return wanted
  throw new Error(`Port ${wanted}, wanted for the embedded Postgres, is taken.`)
}

async function isInitialised(cluster: string): Promise<boolean> {
  return readFile(path.join(cluster, 'PG_VERSION')).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw new Error(`The data folder ${cluster} cannot be read; it may belong to another user.`)
    },
  )
}

async function initialise(dataFolder: string, binaries: PostgresBinaries, runAs: RunAs, password: string) {
  const partial = path.join(dataFolder, 'cluster.partial')
  const passwordFile = path.join(dataFolder, 'password.partial')
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  await chmod(dataFolder, 0o711)
  for (const file of [partial, passwordFile]) await giveTo(file, runAs)
  const location = clusterLocation(partial, runAs)
  const flags = ['--username=remit', '--auth=scram-sha-256', '--encoding=UTF8', '--no-locale']
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const args = [`--pgdata=${location}`, `--pwfile=${location}/../password.partial`, ...flags, ...locale]
  const child = spawn(binaries.initdb, args, { ...runAs, cwd: partial, env: childEnvironment(), stdio: 'pipe' })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  await rm(passwordFile, { force: true })
  if (code !== 0) throw new Error(`Postgres could not be initialised: ${lastLine(Buffer.concat(output).toString())}`)
  await rename(partial, path.join(dataFolder, 'cluster'))
}

async function giveTo(file: string, { uid, gid }: RunAs): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(file, uid, gid)
}

/**
 * Where the cluster is, as the server's user sees it. Under root that user may be unable to walk there (a checkout in
 * /root), but it can always stand there: its working folder is entered before root's rights are dropped.
 */
function clusterLocation(cluster: string, runAs: RunAs): string {
  return runAs.uid !== undefined && process.platform === 'linux' ? '/proc/self/cwd' : cluster
}

function childEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: 'production', PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

/** A sub-shell, detached from the server, that ends the server when our end of pipe 3 closes without a word. */
const WATCHED = '( ( read -r _ <&3 || kill -INT $$ ) & ) >/dev/null 2>&1; exec "$@" 3<&-'

async function launch(dataFolder: string, { postgres }: PostgresBinaries, runAs: RunAs, extra: Record<string, string>) {
  const cluster = path.join(dataFolder, 'cluster')
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...extra }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const args = ['-c', WATCHED, 'sh', postgres, '-D', clusterLocation(cluster, runAs), ...flags]
  const log = await open(path.join(dataFolder, 'log'), 'w', 0o600)
  const stdio = ['ignore', log.fd, log.fd, 'pipe'] as const
  const server = spawn('/bin/sh', args, {
    ...runAs,
    cwd: cluster,
    env: childEnvironment(),
    detached: true,
    stdio: [...stdio],
  })
  await log.close()
  server.once('exit', () => release(server))
  return server
}

function release(server: ChildProcess): void {
  const pipe = server.stdio[3]
  if (!pipe || !('end' in pipe)) return
  pipe.on('error', () => undefined)
  pipe.end('ended\n')
}

async function untilReady(server: ChildProcess, url: string, dataFolder: string): Promise<void> {
  const maintenance = url.replace(/\/remit$/, '/postgres')
  while (server.exitCode === null && server.signalCode === null) {
    if (await createDatabase(maintenance)) return
    await delay(25)
  }
  const log = await readFile(path.join(dataFolder, 'log'), 'utf8').catch(() => '')
  throw new Error(`Postgres did not start: ${lastLine(log)} (the whole log is in ${path.join(dataFolder, 'log')}).`)
}

/** Makes the database where it is missing; false while the server does not answer yet. */
async function createDatabase(maintenanceUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: maintenanceUrl })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    if (isStillStarting(error)) return false
    throw error
  }
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'remit'")
    if (!rowCount) await client.query('create database remit')
    return true
  } finally {
    await client.end()
  }
}

function isStillStarting(error: unknown): boolean {
  return ['ECONNREFUSED', 'ECONNRESET', '57P03'].includes((error as { code?: string }).code ?? '')
}

/** Fast shutdown: open transactions are rolled back; after 20 s the hard way, from which Postgres recovers. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exited = once(server, 'exit')
  server.kill('SIGINT')
  const force = setTimeout(() => server.kill('SIGQUIT'), 20_000)
  await exited
  clearTimeout(force)
}

async function ensureNotRunning(dataFolder: string): Promise<void> {
  const ownerPid = (await readConnection(dataFolder))?.ownerPid
  for (let waited = 0; waited < 20_000; waited += 100) {
    const pid = await runningPid(dataFolder)
    if (!pid) return rm(path.join(dataFolder, 'cluster', 'postmaster.pid'), { force: true })
    if (ownerPid && isAlive(ownerPid)) break
    if (waited === 3_000) process.kill(pid, 'SIGINT')
    await delay(100)
  }
  throw new Error(`Remit's embedded Postgres already runs in ${dataFolder} (started by process ${ownerPid}).`)
}

/** The process of the server that runs in this folder; undefined where its lock file is missing or a dead one's. */
async function runningPid(dataFolder: string): Promise<number | undefined> {
  const text = await readFile(path.join(dataFolder, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  if (!pid || !isAlive(pid)) return undefined
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'postgres')
  return name.trim() === 'postgres' ? pid : undefined
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
