import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { PostgresBinaries } from '@/lib/runtime/postgres-binaries'
import type { RunAs } from '@/lib/runtime/postgres-user'

/** Whether the cluster's files are there. @throws Error, one sentence, if they cannot be read. */
export async function isInitialised(cluster: string): Promise<boolean> {
  return readFile(path.join(cluster, 'PG_VERSION')).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw new Error(`The data folder ${cluster} cannot be read; it may belong to another user.`)
    },
  )
}

/** Makes the cluster's files, beside their place, and moves them there when they are whole. @throws Error, one sentence. */
export async function initialise(dataFolder: string, binaries: PostgresBinaries, runAs: RunAs, password: string) {
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
  const child = spawn(binaries.initdb, args, { ...runAs, cwd: partial, env: postgresEnvironment(), stdio: 'pipe' })
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
export function clusterLocation(cluster: string, runAs: RunAs): string {
  return runAs.uid !== undefined && process.platform === 'linux' ? '/proc/self/cwd' : cluster
}

/** What Postgres's own programs are told: nothing of our settings, and one language, so that their output can be read. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: 'production', PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

/** The last line of what a program said: in Postgres's, the reason. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
