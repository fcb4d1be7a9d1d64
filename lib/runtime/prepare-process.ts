import { access } from 'node:fs/promises'
import path from 'node:path'
import { completeSettings, env, settings } from '@/lib/env'
import { installationSecret } from '@/lib/runtime/installation-secret'
import { checkMigrated } from '@/lib/runtime/migrate'
import { findRunningPostgres } from '@/lib/runtime/postgres-connection'
import { checkDatabase } from '@/lib/runtime/preflight'
import { ensureGeneratedClient } from '@/lib/runtime/with-organisation'

/**
 * What a process that was started alone, perhaps on a machine where nothing else of Remit is, needs before it may import
 * what asks the database: its client made, and a database that is there, is new enough and is migrated. Without DATABASE_URL
 * that is the embedded one of a running `npm start` on the same data folder.
 *
 * @throws Error, one sentence saying what to do.
 */
export async function prepareProcess(): Promise<void> {
  await ensureGeneratedClient()
  if (!settings().DATABASE_URL) await joinRunningDatabase()
  await checkDatabase(env().DATABASE_URL)
  await checkMigrated(env().DATABASE_URL)
}

/** REMIT_SECRET, or the one that the data folder keeps already: a new one would be another than the others have. */
export async function recallSecret(): Promise<void> {
  const { REMIT_SECRET, REMIT_HOME } = settings()
  const isKept = await access(path.join(REMIT_HOME, 'secret')).then(
    () => true,
    () => false,
  )
  if (!REMIT_SECRET && isKept) completeSettings({ REMIT_SECRET: await installationSecret() })
}

async function joinRunningDatabase(): Promise<void> {
  const url = await findRunningPostgres(path.join(settings().REMIT_HOME, 'postgres'))
  if (!url) throw new Error('There is no database: set DATABASE_URL, or start this beside a running "npm start".')
  completeSettings({ DATABASE_URL: url })
}
