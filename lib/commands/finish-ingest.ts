import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { JobDraft } from '@/lib/domain/job'

/** What could not be read: a file refused whole, or one record of it. */
export type IngestProblem = { file: string; position?: string; reason: string }

export type FinishIngestInput = {
  runId: string
  connectorId: string
  counts: Record<string, number>
  problems: readonly IngestProblem[]
  /** When the run ended. `ctx.now` is when it began. */
  finishedAt: Date
  isFailed?: boolean
}

/** Closes a run with its counts, and has what it brought looked at. */
export async function finishIngest(ctx: Context, input: FinishIngestInput): Promise<void> {
  authorize(ctx, 'ingest-records')
  const { runId, connectorId, counts, problems, finishedAt, isFailed = false } = input
  const status = isFailed ? 'failed' : problems.length > 0 ? 'completed-with-errors' : 'completed'
  const { orgId } = ctx
  const jobs: JobDraft[] = [{ task: 'run-detectors', payload: { orgId }, key: `detect:${orgId}` }]
  await mutate(ctx, async (tx) => {
    await tx.ingestRun.update({
      where: { orgId_id: { orgId, id: runId } },
      data: { status, counts, problems: [...problems], finishedAt },
    })
    const lastError = problems[0] ? `${problems[0].file}: ${problems[0].reason}` : null
    await tx.connector.update({
      where: { orgId_id: { orgId, id: connectorId } },
      data: { lastReceivedAt: finishedAt, lastError },
    })
    const data = { stage: 'finished', status, ...counts }
    return {
      result: undefined,
      events: [{ action: 'records.ingested', subjectKind: 'connector', subjectId: connectorId, data }],
      jobs: isFailed ? [] : jobs,
    }
  })
}
