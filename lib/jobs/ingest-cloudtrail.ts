import { finishIngest, type IngestProblem } from '@/lib/commands/finish-ingest'
import { measureObservedAccess } from '@/lib/commands/measure-observed-access'
import { recordObservations } from '@/lib/commands/record-observations'
import { startIngest } from '@/lib/commands/start-ingest'
import { awsCatalogue } from '@/lib/connectors/aws-cloudtrail/catalogue'
import type { CloudTrailEvent } from '@/lib/connectors/aws-cloudtrail/cloudtrail-event'
import { createObserver } from '@/lib/connectors/aws-cloudtrail/observe-event'
import { readAwsAccess } from '@/lib/connectors/aws-cloudtrail/read-access'
import { type BrokenRecord, readCloudTrail } from '@/lib/connectors/aws-cloudtrail/read-cloudtrail'
import type { Context } from '@/lib/domain/context'
import type { Observation } from '@/lib/domain/observation'
import { readLimits } from '@/lib/queries/read-limits'

const KIND = 'aws-cloudtrail'
const BATCH = 20_000
/** So many problems are told one by one; the rest is a number. */
const MAX_PROBLEMS = 1_000

export type IngestInput = { name: string; stream: AsyncIterable<Uint8Array> }

/** What a run did. Of the `records` found, `fresh` counted, `duplicates` had been before, `skipped` are CloudTrail's but no
 *  calls, and `broken` could not be read, of which the first 1,000 are told one by one: the four add up to it. `sessions` and
 *  `attempts` are new ones. */
export type IngestSummary = {
  files: number
  records: number
  fresh: number
  duplicates: number
  sessions: number
  attempts: number
  uses: number
  grants: number
  skipped: number
  broken: number
  refusedFiles: { file: string; reason: string }[]
  brokenRecords: { file: string; position: string; reason: string }[]
}

/** `source` names on record what is read: the file, or how many. `now` is asked again for every batch; without it the
 *  run stands at `ctx.now`. */
type Options = {
  source?: string
  now?: () => Date
  onProgress?: (summary: Readonly<IngestSummary>) => void
  batchSize?: number
}

/** Reads CloudTrail records from any number of streams into an organisation, twenty thousand in a transaction, reading on
 *  while the last are written. Nothing is counted twice however often, in whatever order and after whatever crash it is
 *  called. What cannot be read is told and does not stop the rest. @throws what the database throws; the run is then on
 *  record as failed, and all that was written stands. */
export async function ingestCloudTrail(
  ctx: Context,
  inputs: AsyncIterable<IngestInput>,
  options: Options = {},
): Promise<IngestSummary> {
  const now = options.now ?? (() => ctx.now)
  const run = await startIngest(ctx, { kind: KIND, name: 'AWS CloudTrail', source: options.source ?? KIND })
  const ingest = new Ingest(ctx, run.connectorId, options)
  try {
    const observe = createObserver(await awsCatalogue())
    for await (const input of inputs) await ingest.readFile(input, observe)
    await ingest.flush()
    const measured = await measureObservedAccess(ctx, {
      connectorId: run.connectorId,
      reading: await readAwsAccess(),
      limits: await readLimits(ctx.orgId),
    })
    ingest.summary.grants = measured.grants
  } catch (error) {
    const problems = [...ingest.problems(), { file: KIND, reason: 'the run was cut short' }]
    await finishIngest(ctx, { ...run, counts: ingest.counts(), problems, finishedAt: now(), isFailed: true }).catch(
      () => {},
    )
    throw error
  }
  await finishIngest(ctx, { ...run, counts: ingest.counts(), problems: ingest.problems(), finishedAt: now() })
  return ingest.summary
}

class Ingest {
  readonly summary: IngestSummary = {
    ...{ files: 0, records: 0, fresh: 0, duplicates: 0, sessions: 0, attempts: 0, uses: 0, grants: 0, skipped: 0 },
    ...{ broken: 0, refusedFiles: [], brokenRecords: [] },
  }
  private batch: Observation[] = []
  private source = ''
  private writing: Promise<void> = Promise.resolve()
  private readonly now: () => Date
  private readonly batchSize: number

  constructor(
    private readonly ctx: Context,
    private readonly connectorId: string,
    private readonly options: Options,
  ) {
    this.now = options.now ?? (() => ctx.now)
    this.batchSize = options.batchSize ?? BATCH
  }

  async readFile({ name, stream }: IngestInput, observe: (event: CloudTrailEvent) => Observation): Promise<void> {
    this.summary.files++
    this.source = name
    for await (const { events, broken, unlisted, skipped, refusal } of readCloudTrail(stream, this.now())) {
      this.summary.records += events.length + broken.length + unlisted + skipped
      this.summary.broken += unlisted
      this.summary.skipped += skipped
      this.noteBroken(name, broken)
      if (refusal) this.summary.refusedFiles.push({ file: name, reason: refusal })
      for (const event of events) {
        this.batch.push(observe(event))
        if (this.batch.length >= this.batchSize) await this.handOver()
      }
    }
  }

  /** Writes what is left, and waits until all is written. */
  async flush(): Promise<void> {
    await this.handOver()
    await this.writing
  }

  counts(): Record<string, number> {
    const { refusedFiles, brokenRecords: _, ...counts } = this.summary
    return { ...counts, refused: refusedFiles.length }
  }

  problems(): IngestProblem[] {
    return [...this.summary.refusedFiles, ...this.summary.brokenRecords]
  }

  private noteBroken(file: string, broken: readonly BrokenRecord[]): void {
    this.summary.broken += broken.length
    const room = MAX_PROBLEMS - this.summary.brokenRecords.length
    for (const { offset, record, reason } of broken.slice(0, Math.max(0, room))) {
      this.summary.brokenRecords.push({ file, position: `record ${record}, byte ${offset}`, reason })
    }
  }

  /** One batch is written while the next is read; a third waits. */
  private async handOver(): Promise<void> {
    await this.writing
    if (this.batch.length === 0) return
    const observations = this.batch
    this.batch = []
    this.writing = this.write(observations)
    // Whoever waits for the writing learns of its failure; this keeps the process from ending before.
    this.writing.catch(() => {})
  }

  private async write(observations: readonly Observation[]): Promise<void> {
    const ctx = { ...this.ctx, now: this.now() }
    const { connectorId, source } = this
    const recorded = await recordObservations(ctx, { connectorId, connectorKind: KIND, source, observations })
    for (const key of ['fresh', 'duplicates', 'sessions', 'attempts', 'uses'] as const)
      this.summary[key] += recorded[key]
    this.options.onProgress?.(this.summary)
  }
}
