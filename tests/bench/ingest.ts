import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { createOrganisation } from '@/lib/commands/create-organisation'
import { disconnect } from '@/lib/db'
import { systemContext } from '@/lib/domain/context'
import { ingestCloudTrail } from '@/lib/jobs/ingest-cloudtrail'
import { startEmbeddedPostgres } from '@/lib/runtime/embedded-postgres'
import { applyMigrations } from '@/lib/runtime/migrate'
import { processorTime } from './processor-time'
import { writeSyntheticTrail } from './synthetic-cloudtrail'

/** `npm run bench:ingest [-- <megabytes>]`: how fast a synthetic trail goes into a fresh Postgres on this machine, how
 *  much memory the reading process takes, and what a record costs in processor time. The aim: 20,000 records a second
 *  on two cores, which is less than 100 µs a record of Node and Postgres together; 400 MB for a file of 1 GB. */
async function main(): Promise<void> {
  const megabytes = Number(process.argv[2] ?? 1024)
  const folder = await mkdtemp(path.join(tmpdir(), 'remit-bench-'))
  const file = path.join(folder, 'trail.json')
  const dataFolder = path.join(folder, 'postgres')
  const postgres = await startEmbeddedPostgres({ dataFolder })
  try {
    process.env.DATABASE_URL = postgres.url
    await applyMigrations(postgres.url)
    console.log(`writing ${megabytes} MB`)
    await writeSyntheticTrail(file, megabytes * 1_000_000)
    for (const round of ['first run', 'second run']) await measure(round, file, dataFolder)
  } finally {
    await disconnect()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

// As the command line does.
setFlagsFromString('--heap-growing-percent=50')

let orgId: string | undefined

async function measure(round: string, file: string, postgresFolder: string): Promise<void> {
  const now = new Date()
  const actor = { kind: 'system', name: 'bench' } as const
  orgId ??= (await createOrganisation({ actor, now }, { slug: 'bench', name: 'Bench', timeZone: 'UTC' })).orgId
  const before = await processorTime(postgresFolder)
  const started = performance.now()
  let lastWritten = started
  const inputs = (async function* () {
    yield { name: file, stream: createReadStream(file, { highWaterMark: 256 * 1024 }) }
  })()
  const onProgress = () => {
    lastWritten = performance.now()
  }
  const summary = await ingestCloudTrail(systemContext(orgId, 'bench', now), inputs, {
    now: () => new Date(),
    onProgress,
  })
  const ended = performance.now()
  const after = await processorTime(postgresFolder)
  const perRecord = (which: 'node' | 'postgres') =>
    Math.round((10 * (after[which] - before[which])) / summary.records) / 10
  const { size } = await stat(file)
  const figures = {
    round,
    megabytes: Math.round(size / 1e6),
    records: summary.records,
    fresh: summary.fresh,
    sessions: summary.sessions,
    recordsPerSecond: Math.round(summary.records / ((lastWritten - started) / 1000)),
    recordsPerSecondWithMeasuring: Math.round(summary.records / ((ended - started) / 1000)),
    seconds: Math.round((ended - started) / 100) / 10,
    nodeMicrosecondsPerRecord: perRecord('node'),
    postgresMicrosecondsPerRecord: perRecord('postgres'),
    maxMegabytesOfMemory: Math.round(process.resourceUsage().maxRSS / 1024),
  }
  console.log(JSON.stringify(figures))
}

await main()
