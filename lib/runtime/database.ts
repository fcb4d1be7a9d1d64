import path from 'node:path'
import { settings } from '@/lib/env'
import { startEmbeddedPostgres } from '@/lib/runtime/embedded-postgres'
import { findRunningPostgres } from '@/lib/runtime/postgres-connection'
import { checkDatabase } from '@/lib/runtime/preflight'

/** The database to work with; `exited` never resolves for one that Remit did not start. */
export type Database = { url: string; isEmbedded: boolean; exited: Promise<void>; stop: () => Promise<void> }

/** Connects to DATABASE_URL, or starts the embedded Postgres. @throws Error, one sentence. */
export async function openDatabase(): Promise<Database> {
  const { DATABASE_URL } = settings()
  if (!DATABASE_URL) return { ...(await startEmbeddedPostgres({ dataFolder: embeddedFolder() })), isEmbedded: true }
  await checkDatabase(DATABASE_URL)
  return notOurs(DATABASE_URL)
}

/** As `openDatabase`, but joins the embedded Postgres that a running Remit has started. */
export async function joinDatabase(): Promise<Database> {
  const running = settings().DATABASE_URL ? undefined : await findRunningPostgres(embeddedFolder())
  return running ? notOurs(running) : openDatabase()
}

function notOurs(url: string): Database {
  return { url, isEmbedded: false, exited: new Promise(() => undefined), stop: async () => undefined }
}

function embeddedFolder(): string {
  return path.join(settings().REMIT_HOME, 'postgres')
}
