import { mutateIfNeeded, type Prisma, type Tx } from '@/lib/db'
import type { AuditAction, AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { Detection } from '@/lib/domain/detection'
import type { FindingChanges } from '@/lib/domain/finding'
import { newId } from '@/lib/id'

const BATCH = 500

type Known = { id: string; detection: Detection }
type Subject = { title: string; detector: string; severity: string }

function fields({ severity, title, evidence, controls, systemId, ownerId }: Detection) {
  return { severity, title, evidence, controls: controls as Prisma.InputJsonObject, systemId, ownerId }
}

function eventFor(action: AuditAction, subjectId: string, finding: Subject): AuditEventDraft {
  const { title, detector, severity } = finding
  return { action, subjectKind: 'finding', subjectId, subjectName: title, data: { detector, severity } }
}

/** A review that nobody closed in time stands in the story of the emergency too, once. */
function overdueOf(finding: Subject & { subjectKind: string; subjectId: string }): AuditEventDraft[] {
  if (finding.detector !== 'review-overdue' || finding.subjectKind !== 'grant') return []
  const { subjectId, title, severity } = finding
  return [{ action: 'break-glass.overdue', subjectKind: 'grant', subjectId, subjectName: title, data: { severity } }]
}

async function open(tx: Tx, ctx: Context, detections: readonly Detection[]): Promise<AuditEventDraft[]> {
  const made = await tx.finding.createManyAndReturn({
    data: detections.map((detection, index) => ({
      orgId: ctx.orgId,
      id: newId(ctx.now, index),
      detector: detection.detector,
      subjectKind: detection.subjectKind,
      subjectId: detection.subjectId,
      status: 'open',
      openedAt: ctx.now,
      lastSeenAt: ctx.now,
      ...fields(detection),
    })),
    skipDuplicates: true,
    select: { id: true, title: true, detector: true, severity: true, subjectKind: true, subjectId: true },
  })
  return [...made.map((finding) => eventFor('finding.opened', finding.id, finding)), ...made.flatMap(overdueOf)]
}

const AGAIN = { status: 'open', statusUntil: null, statusReason: null, resolvedAt: null } as const

/** A finding comes back when it is resolved, or put off until a time that is over; if a person has decided otherwise
 *  since the detectors looked, that stands. */
async function reopen(tx: Tx, ctx: Context, known: readonly Known[], isBack: boolean): Promise<AuditEventDraft[]> {
  const isOver = isBack
    ? { status: 'resolved' }
    : { status: { in: ['accepted', 'snoozed'] }, statusUntil: { lte: ctx.now } }
  const events: AuditEventDraft[] = []
  for (const { id, detection } of known) {
    const { count } = await tx.finding.updateMany({
      where: { orgId: ctx.orgId, id, ...isOver },
      data: { ...fields(detection), ...AGAIN, timesReopened: { increment: 1 }, lastSeenAt: ctx.now },
    })
    if (count > 0) events.push(eventFor('finding.reopened', id, detection))
  }
  return events
}

async function change(tx: Tx, ctx: Context, known: readonly Known[]): Promise<AuditEventDraft[]> {
  const events: AuditEventDraft[] = []
  for (const { id, detection } of known) {
    const { count } = await tx.finding.updateMany({
      where: { orgId: ctx.orgId, id, status: { not: 'resolved' } },
      data: { ...fields(detection), lastSeenAt: ctx.now },
    })
    if (count > 0) events.push(eventFor('finding.changed', id, detection))
  }
  return events
}

async function resolve(tx: Tx, ctx: Context, findings: FindingChanges['resolve']): Promise<AuditEventDraft[]> {
  const resolved = await tx.finding.updateManyAndReturn({
    where: { orgId: ctx.orgId, id: { in: findings.map((finding) => finding.id) }, status: { not: 'resolved' } },
    data: { status: 'resolved', resolvedAt: ctx.now, statusUntil: null, lastSeenAt: ctx.now },
    select: { id: true, title: true, detector: true, severity: true },
  })
  return resolved.map((finding) => ({
    ...eventFor('finding.resolved', finding.id, finding),
    reason: 'Its cause is gone.',
  }))
}

type Write<T> = (tx: Tx, ctx: Context, batch: T[]) => Promise<AuditEventDraft[]>

/** What was to be written may have been written by another run meanwhile; then nothing is. */
async function inBatches<T>(ctx: Context, items: readonly T[], write: Write<T>): Promise<void> {
  for (let start = 0; start < items.length; start += BATCH) {
    await mutateIfNeeded(ctx, async (tx) => {
      const [first, ...rest] = await write(tx, ctx, items.slice(start, start + BATCH))
      return first ? { result: undefined, events: [first, ...rest] } : null
    })
  }
}

/** Writes what detectors found and what is no longer so, each finding with its audit event. Nothing changed = no write. */
export async function recordFindings(ctx: Context, changes: FindingChanges): Promise<void> {
  authorize(ctx, 'run-detectors')
  await inBatches(ctx, changes.open, open)
  await inBatches(ctx, changes.reopen, (tx, _, batch) => reopen(tx, ctx, batch, true))
  await inBatches(ctx, changes.wake, (tx, _, batch) => reopen(tx, ctx, batch, false))
  await inBatches(ctx, changes.change, change)
  await inBatches(ctx, changes.resolve, resolve)
}
