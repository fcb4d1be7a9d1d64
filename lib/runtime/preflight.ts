import { existsSync } from 'node:fs'
import { mkdir, statfs } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { isLoopbackUrl, type Settings } from '@/lib/env'
import { whyNotListen } from '@/lib/runtime/ports'
import { isUsableFolder } from '@/lib/runtime/postgres-binaries'

const OLDEST_POSTGRES = 15
/** The demo with its database takes 80; below this Postgres cannot go on for long. */
const LEAST_ROOM_MB = 200

/** Everything that would make a start fail later, asked first. @throws Error, one sentence saying what to do. */
export async function checkBeforeStart(settings: Settings): Promise<void> {
  checkIdentityProvider(settings)
  await checkPort('PORT', settings.PORT, listenAddress(settings.REMIT_URL))
  await checkPort('TOKEN_PORT', settings.TOKEN_PORT, listenAddress(settings.REMIT_TOKEN_URL))
  await checkHome(settings.REMIT_HOME)
  if (!settings.DATABASE_URL) await checkRoom(settings.REMIT_HOME)
}

/** Remit listens to the outside only where it was given an address that is reached from there. */
export function listenAddress(url: string): string {
  return isLoopbackUrl(url) ? '127.0.0.1' : '0.0.0.0'
}

/** @throws Error, one sentence, if the database cannot be reached or is too old. The sentence holds no password. */
export async function checkDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>("select current_setting('server_version_num') as version")
    const version = Math.floor(Number(rows[0]?.version) / 10_000)
    if (version < OLDEST_POSTGRES) {
      throw new Error(`it is Postgres ${version}, and Remit needs ${OLDEST_POSTGRES} or later`)
    }
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    throw new Error(`The database of DATABASE_URL cannot be used: ${message || code}.`)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function checkIdentityProvider({ OIDC_ISSUER, NODE_ENV, REMIT_URL }: Settings): void {
  if (OIDC_ISSUER || NODE_ENV !== 'production' || isLoopbackUrl(REMIT_URL)) return
  const names = 'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET'
  throw new Error(`The local identity provider does not serve a public REMIT_URL in production; set ${names}.`)
}

/** @throws Error, one sentence, where somebody listens there already, or this user may not */
export async function checkPort(name: string, port: number, host: string): Promise<void> {
  const obstacle = await whyNotListen(port, host)
  if (!obstacle) return
  if (obstacle === 'EACCES') throw new Error(`Port ${port} is not for this user; set ${name} to one above 1023.`)
  throw new Error(`Port ${port} is taken, perhaps by another Remit; free it, or set ${name} to another one.`)
}

/** Folder by folder: where the system lets nobody make any (/proc), Node's own `recursive` never ends. */
async function makeFolder(folder: string): Promise<void> {
  const parent = path.dirname(folder)
  if (!existsSync(parent)) await makeFolder(parent)
  await mkdir(folder, { mode: 0o711 })
}

async function checkHome(home: string): Promise<void> {
  await makeFolder(path.resolve(home)).catch(() => undefined)
  if (await isUsableFolder(home)) return
  throw new Error(`The data folder ${home} cannot be read and written; change its owner, or set REMIT_HOME.`)
}

/** @throws Error, one sentence, where a database in this folder would soon have nowhere to write */
export async function checkRoom(home: string): Promise<void> {
  const { bavail, bsize } = await statfs(home)
  const megabytes = Math.floor((bavail * bsize) / 1_000_000)
  if (megabytes >= LEAST_ROOM_MB) return
  throw new Error(
    `The disk of the data folder ${home} has ${megabytes} MB left, and Remit needs ${LEAST_ROOM_MB}; make room, or set REMIT_HOME.`,
  )
}
