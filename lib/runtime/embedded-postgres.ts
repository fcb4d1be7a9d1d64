import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { freePort, isPortFree } from '@/lib/runtime/ports'
import { isUsableFolder, type PostgresBinaries, preparePostgresBinaries } from '@/lib/runtime/postgres-binaries'
import {
  clusterLocation,
  initialise,
  isInitialised,
  lastLine,
  postgresEnvironment,
} from '@/lib/runtime/postgres-cluster'
import { connectionUrl, isAlive, readConnection, runningPid, writeConnection } from '@/lib/runtime/postgres-connection'
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
  const isNew = !(await isInitialised(cluster))
  if (!isNew && !remembered) {
    throw new Error(
      `The file connection.json is gone from ${dataFolder}; it holds the database's password, so restore it.`,
    )
  }
  const password = remembered?.password ?? randomBytes(24).toString('base64url')
  const port = await choosePort(options.port, remembered?.port)
  const connection = { port, password, ownerPid: process.pid }
  if (!remembered) await writeConnection(dataFolder, connection)
  if (isNew) await initialise(dataFolder, binaries, runAs, password)
  const server = await launch(dataFolder, binaries, runAs, { ...options.settings, port: String(port) })
  const url = connectionUrl({ port, password })
  await untilReady(server, url, dataFolder)
  await writeConnection(dataFolder, connection)
  return { url, exited: once(server, 'exit').then(() => undefined), stop: () => stop(server) }
}

async function makeUsable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o711 }).catch(() => undefined)
  if (!(await isUsableFolder(folder))) throw new Error(`The data folder ${folder} cannot be read and written.`)
}

async function choosePort(wanted: number | undefined, remembered: number | undefined): Promise<number> {
  if (wanted === undefined) return remembered && (await isPortFree(remembered)) ? remembered : freePort()
  if (await isPortFree(wanted)) return wanted
  throw new Error(`Port ${wanted}, wanted for the embedded Postgres, is taken.`)
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
    env: postgresEnvironment(),
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
    if ((error as { code?: string }).code !== '28P01') throw error
    throw new Error("The embedded Postgres refuses the password in its folder's connection.json; restore that file.")
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
