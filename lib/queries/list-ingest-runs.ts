import { z } from 'zod'
import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { describeIngestProblem } from '@/lib/domain/ingest-problem'
import { toPublicId } from '@/lib/id'

/** One run of an ingest: what it read, what it counted, and what it could not read (a sentence each). */
export type IngestRunRow = {
  id: string
  connector: { id: string; name: string; kind: string }
  source: string
  startedBy: string
  status: 'running' | 'completed' | 'completed-with-errors' | 'failed'
  counts: Record<string, number>
  problems: string[]
  startedAt: Date
  finishedAt: Date | null
}

const counts = z
  .record(z.string(), z.unknown())
  .transform((all) =>
    Object.fromEntries(Object.entries(all).flatMap(([name, n]) => (typeof n === 'number' ? [[name, n]] : []))),
  )
  .catch({})

const problems = z.array(z.unknown().transform(describeIngestProblem)).catch([])

/** The last runs, newest first. */
export async function listIngestRuns(ctx: Context, limit = 50): Promise<IngestRunRow[]> {
  authorize(ctx, 'view-connections')
  const runs = await reader().ingestRun.findMany({
    where: { orgId: ctx.orgId },
    include: { connector: { select: { name: true, kind: true } } },
    orderBy: { id: 'desc' },
    take: limit,
  })
  return runs.map((run) => ({
    id: toPublicId('run', run.id),
    connector: { ...run.connector, id: toPublicId('connector', run.connectorId) },
    source: run.source,
    startedBy: run.startedBy,
    status: run.status as IngestRunRow['status'],
    counts: counts.parse(run.counts),
    problems: problems.parse(run.problems),
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
  }))
}
