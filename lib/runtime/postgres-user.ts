import { spawnSync } from 'node:child_process'
import { stat } from 'node:fs/promises'

/** Whom a child process runs as: empty for whoever started Remit. */
export type RunAs = { uid?: number; gid?: number }

/**
 * Postgres refuses to run as root. So root runs it as whoever owns the data already there, else as the user
 * `postgres`, made where there is none, else as `nobody`. Anybody else runs it as themselves.
 */
export async function postgresUser(clusterFolder: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return {}
  const owner = await stat(clusterFolder).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return lookUp('postgres') ?? create('postgres') ?? lookUp('nobody') ?? { uid: 65534, gid: 65534 }
}

function lookUp(name: string): RunAs | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }))
  if (uid?.status !== 0 || gid?.status !== 0) return undefined
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}

function create(name: string): RunAs | undefined {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name])
  return lookUp(name)
}
