import { z } from 'zod'
import { Prisma, reader } from '@/lib/db'
import { authorize, isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import type { FindingActivity, FindingDetail } from '@/lib/domain/finding-row'
import { fromPublicId, toPublicId } from '@/lib/id'
import { readFindingRows } from '@/lib/queries/read-finding-rows'

type Extra = {
  evidence: unknown
  controls: unknown
  lastSeenAt: Date
  resolvedAt: Date | null
  statusReason: string | null
  timesReopened: number
}

const evidence = z.record(z.string(), z.unknown()).catch({})
const controls = z.record(z.string(), z.array(z.string())).catch({})
const until = z.object({ until: z.string() }).transform((data) => data.until)

const EXTRA = Prisma.sql`f.evidence, f.controls, f.last_seen_at as "lastSeenAt", f.resolved_at as "resolvedAt",
  f.status_reason as "statusReason", f.times_reopened as "timesReopened"`

async function readActivity(ctx: Context, id: string): Promise<FindingActivity[] | null> {
  if (!isAllowed(ctx, 'view-audit')) return null
  const events = await reader().auditEvent.findMany({
    where: { orgId: ctx.orgId, subjectKind: 'finding', subjectId: id },
    orderBy: { id: 'desc' },
    take: 100,
  })
  return events.map((event) => ({
    id: toPublicId('event', event.id),
    at: event.at,
    action: event.action,
    actor: event.actorName,
    reason: event.reason,
    until: until.safeParse(event.data).data ?? null,
  }))
}

/** One finding with its evidence and, for those who may read the log, its last hundred events. `not_found` else. */
export async function getFinding(ctx: Context, findingId: string): Promise<FindingDetail> {
  authorize(ctx, 'view-access')
  const id = fromPublicId('finding', findingId)
  const where = Prisma.sql`where f.org_id = ${ctx.orgId}::uuid and f.id = ${id}::uuid`
  const [[found], activity] = await Promise.all([readFindingRows<Extra>(ctx, EXTRA, where), readActivity(ctx, id)])
  if (!found) throw notFound('finding')
  const { read, row } = found
  const { lastSeenAt, resolvedAt, statusReason, timesReopened } = read
  return {
    ...row,
    evidence: evidence.parse(read.evidence),
    controls: controls.parse(read.controls),
    lastSeenAt,
    resolvedAt,
    statusReason,
    timesReopened,
    activity,
  }
}
