import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { projectFolder } from '@/lib/runtime/project-folder'

const SEED = path.join(projectFolder, 'prisma', 'seed.ts')

/** Arguments of `node` for telling the demo organisation's story. */
export const SEED_ARGS = ['--import', 'tsx', 'lib/runtime/seed-demo.ts', SEED]

/** Whether a story can be told here: there is one, and nobody has used this database yet. */
export async function isDemoWanted(databaseUrl: string): Promise<boolean> {
  if (!existsSync(SEED)) return false
  const rows = await ask(databaseUrl, 'select 1 from organisations limit 1')
  return rows === 0
}

/** Runs `seed`, leaving a note while it does, so that the next start knows of a story broken off half-way. */
export async function seedDemo(home: string, seed: () => Promise<void>): Promise<void> {
  await writeFile(unfinishedNote(home), '')
  await seed()
  await rm(unfinishedNote(home))
}

/** Empties the embedded database if the last start was killed while it told the story; nobody can have used it yet. */
export async function discardUnfinishedDemo(home: string, databaseUrl: string): Promise<void> {
  if (!existsSync(unfinishedNote(home))) return
  const maintenance = databaseUrl.replace(/\/remit$/, '/postgres')
  await ask(maintenance, 'drop database if exists remit with (force)')
  await ask(maintenance, 'create database remit')
  await rm(unfinishedNote(home))
}

function unfinishedNote(home: string): string {
  return path.join(home, 'seeding')
}

async function ask(url: string, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rowCount ?? 0
  } finally {
    await client.end()
  }
}
