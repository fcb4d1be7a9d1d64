import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

const Connection = z.object({ port: z.number().int(), password: z.string(), ownerPid: z.number().int() })
/** What is remembered of an embedded Postgres, and which process started it last. */
export type Connection = z.infer<typeof Connection>

/** What the data folder remembers; undefined before the first start. @throws Error, one sentence, where it cannot be read:
 *  a new password in its place would shut us out for ever. */
export async function readConnection(dataFolder: string): Promise<Connection | undefined> {
  const file = path.join(dataFolder, 'connection.json')
  const text = await readFile(file, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    if (code === 'ENOENT') return undefined
    throw new Error(`The file ${file} cannot be read (${code}).`)
  })
  return text === undefined ? undefined : parseConnection(text, file)
}

function parseConnection(text: string, file: string): Connection {
  try {
    return Connection.parse(JSON.parse(text))
  } catch {
    throw new Error(`The file ${file} is damaged; it holds the password of the database, so restore it.`)
  }
}

/** Remembers it, in a file only its owner may read. */
export async function writeConnection(dataFolder: string, connection: Connection): Promise<void> {
  const file = path.join(dataFolder, 'connection.json')
  await writeFile(`${file}.new`, JSON.stringify(connection), { mode: 0o600 })
  await rename(`${file}.new`, file)
}

/** The connection string of an instance that runs in this folder now, started by whichever process; else undefined. */
export async function findRunningPostgres(dataFolder: string): Promise<string | undefined> {
  const connection = await readConnection(dataFolder)
  return connection && (await runningPid(dataFolder)) ? connectionUrl(connection) : undefined
}

export function connectionUrl({ port, password }: Pick<Connection, 'port' | 'password'>): string {
  return `postgresql://remit:${password}@127.0.0.1:${port}/remit`
}

/** The process of the server that runs in this folder; undefined where its lock file is missing or a dead one's. */
export async function runningPid(dataFolder: string): Promise<number | undefined> {
  const text = await readFile(path.join(dataFolder, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  if (!pid || !isAlive(pid)) return undefined
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'postgres')
  return name.trim() === 'postgres' ? pid : undefined
}

/** Whether there is such a process, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
