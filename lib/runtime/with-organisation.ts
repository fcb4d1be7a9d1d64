import { spawnSync } from 'node:child_process'
import type { Context } from '@/lib/domain/context'
import { completeSettings } from '@/lib/env'
import { ensurePrismaClient } from '@/lib/runtime/build'
import { joinDatabase } from '@/lib/runtime/database'
import { applyMigrations } from '@/lib/runtime/migrate'
import { projectFolder } from '@/lib/runtime/project-folder'
import { UsageError } from '@/lib/runtime/usage-error'

/** Makes the database's client, where nobody has yet: whatever imports commands and queries needs it. */
export async function ensureGeneratedClient(): Promise<void> {
  await ensurePrismaClient(runQuietly)
}

/**
 * Opens the database of this installation for the time of one command: DATABASE_URL, else the embedded Postgres of a
 * running Remit, else one started for as long as this takes. It is migrated first.
 */
export async function withDatabase<T>(run: (url: string, migrated: string[]) => Promise<T>): Promise<T> {
  await ensureGeneratedClient()
  const database = await joinDatabase()
  try {
    completeSettings({ DATABASE_URL: database.url })
    return await run(database.url, await applyMigrations(database.url))
  } finally {
    const { disconnect } = await import('@/lib/db')
    await disconnect()
    await database.stop()
  }
}

/** As `withDatabase`, for one organisation: the one named, else the only one. @throws UsageError where that is unclear. */
export async function withOrganisation<T>(slug: string | undefined, run: (ctx: Context) => Promise<T>): Promise<T> {
  return withDatabase(async () => {
    const { systemContext } = await import('@/lib/domain/context')
    return run(systemContext(await organisationId(slug), 'command line', new Date()))
  })
}

async function organisationId(slug: string | undefined): Promise<string> {
  const { listOrganisations } = await import('@/lib/queries/list-organisations')
  const found = await listOrganisations(slug)
  const [only] = found
  if (only && found.length === 1) return only.id
  if (slug) throw new UsageError(`There is no organisation "${slug}".`)
  if (!only) throw new UsageError('There is no organisation yet; "npm start" makes the demo one.')
  throw new UsageError(`Say which organisation is meant: --org ${found.map((one) => one.slug).join(' | ')}.`)
}

async function runQuietly(name: string, args: string[]): Promise<void> {
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: projectFolder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`The ${name} could not be made: ${stderr.trim().split('\n').at(-1)}`)
}
