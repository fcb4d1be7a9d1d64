import { mutate, type Prisma, type Tx } from '@/lib/db'
import type { AuditAction, AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { Detection } from '@/lib/domain/detection'
import type { FindingChanges } from '@/lib/domain/finding'
import { newId } from '@/lib/id'

const BATCH = 500

type Known = { id: string; detection: Detection }

function fields({ severity, title, evidence, controls, systemId, ownerId }: Detection) {
  return { severity, title, evidence, controls: controls as Prisma.InputJsonObject, systemId, ownerId }
}

function eventFor(
  action: AuditAction,
  subjectId: string,
  finding: { title: string; detector: string; severity: string },
): AuditEventDraft {
  const { title, detector, severity } = finding
  return { action, subjectKind: 'finding', subjectId, subjectName: title, data: { detector, severity } }
}

async function open(tx: Tx, ctx: Context, detections: readonly Detection[]): Promise<AuditEventDraft[]> {
  const rows = detections.map((detection, index) => ({ id: newId(ctx.now, index), detection }))
  await tx.finding.createMany({
    data: rows.map(({ id, detection }) => ({
      orgId: ctx.orgId,
      id,
      detector: detection.detector,
      subjectKind: detection.subjectKind,
      subjectId: detection.subjectId,
      status: 'open',
      openedAt: ctx.now,
      lastSeenAt: ctx.now,
      ...fields(detection),
    })),
  })
  return rows.map(({ id, detection }) => eventFor('finding.opened', id, detection))
}

async function update(tx: Tx, ctx: Context, known: readonly Known[], action: AuditAction): Promise<AuditEventDraft[]> {
  const isBack = action === 'finding.reopened'
  for (const { id, detection } of known) {
    const again = isBack
      ? { status: 'open', statusUntil: null, statusReason: null, resolvedAt: null, timesReopened: { increment: 1 } }
      : {}
    await tx.finding.update({
      where: { orgId_id: { orgId: ctx.orgId, id } },
      data: { ...fields(detection), ...again, lastSeenAt: ctx.now },
    })
  }
  return known.map(({ id, detection }) => eventFor(action, id, detection))
}

async function resolve(tx: Tx, ctx: Context, findings: FindingChanges['resolve']): Promise<AuditEventDraft[]> {
  await tx.finding.updateMany({
    where: { orgId: ctx.orgId, id: { in: findings.map((finding) => finding.id) }, status: { not: 'resolved' } },
    data: { status: 'resolved', resolvedAt: ctx.now, statusUntil: null, lastSeenAt: ctx.now },
  })
  return findings.map((finding) => ({
    ...eventFor('finding.resolved', finding.id, finding),
    reason: 'Its cause is gone.',
  }))
}

async function commit(ctx: Context, write: (tx: Tx) => Promise<AuditEventDraft[]>): Promise<void> {
  await mutate(ctx, async (tx) => {
    const [first, ...rest] = await write(tx)
    if (!first) throw new Error('a batch of findings is not empty')
    return { result: undefined, events: [first, ...rest] }
  })
}

async function inBatches<T>(items: readonly T[], write: (batch: readonly T[]) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += BATCH) await write(items.slice(start, start + BATCH))
}

/** Writes what detectors found and what is no longer so, each finding with its audit event. Nothing changed = no write. */
export async function recordFindings(ctx: Context, changes: FindingChanges): Promise<void> {
  authorize(ctx, 'run-detectors')
  await inBatches(changes.open, (batch) => commit(ctx, (tx) => open(tx, ctx, batch)))
  await inBatches([...changes.reopen, ...changes.wake], (batch) =>
    commit(ctx, (tx) => update(tx, ctx, batch, 'finding.reopened')),
  )
  await inBatches(changes.change, (batch) => commit(ctx, (tx) => update(tx, ctx, batch, 'finding.changed')))
  await inBatches(changes.resolve, (batch) => commit(ctx, (tx) => resolve(tx, ctx, batch as FindingChanges['resolve'])))
}
