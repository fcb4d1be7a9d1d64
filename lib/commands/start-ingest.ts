import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { newId } from '@/lib/id'

export type StartIngestInput = { kind: string; name: string; source: string }
/** UUIDs, not public ids: for jobs, never for pages. */
export type StartedIngest = { runId: string; connectorId: string }

const A_DAY = 86_400_000

/** Opens a run of an ingest, and makes the connector known the first time. A run that stands open, of the same source or
 *  for a day, was killed: it is closed as failed, and if it lives after all says so itself when it ends. */
export async function startIngest(ctx: Context, { kind, name, source }: StartIngestInput): Promise<StartedIngest> {
  authorize(ctx, 'ingest-records')
  return mutate(ctx, async (tx) => {
    const found = await tx.connector.findFirst({ where: { orgId: ctx.orgId, kind }, orderBy: { id: 'asc' } })
    const connectorId = found?.id ?? newId(ctx.now)
    if (!found) {
      await tx.connector.create({ data: { orgId: ctx.orgId, id: connectorId, kind, name, createdAt: ctx.now } })
    }
    const runId = newId(ctx.now)
    const startedBy = ctx.actor.name
    const run = {
      orgId: ctx.orgId,
      id: runId,
      connectorId,
      source: source.slice(0, 1000),
      startedBy,
      status: 'running',
    }
    const isLeft = [{ source: run.source, startedBy }, { startedAt: { lt: new Date(ctx.now.getTime() - A_DAY) } }]
    const problems = [{ file: kind, reason: 'the run was cut short' }]
    await tx.ingestRun.updateMany({
      where: { orgId: ctx.orgId, connectorId, status: 'running', OR: isLeft },
      data: { status: 'failed', problems, finishedAt: ctx.now },
    })
    await tx.ingestRun.create({ data: { ...run, startedAt: ctx.now } })
    const subject = { subjectKind: 'connector', subjectId: connectorId, subjectName: found?.name ?? name } as const
    const started = { action: 'records.ingested', ...subject, data: { stage: 'started', source } } as const
    return {
      result: { runId, connectorId },
      events: found ? [started] : [{ action: 'connector.added', ...subject, data: { kind } }, started],
    }
  })
}
