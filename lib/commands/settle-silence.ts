import { endReview } from '@/lib/commands/record-review'
import { mutateIfNeeded, reader, type Tx } from '@/lib/db'
import { readQuestion } from '@/lib/db/question'
import type { Stage } from '@/lib/domain/approval-tally'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

const BATCH = 100

async function listSilent({ orgId, now }: Context): Promise<{ id: string }[]> {
  return reader().$queryRaw<{ id: string }[]>`
    select a.id from approvals a join approval_stages s on s.org_id = a.org_id and s.approval_id = a.id
      and s.position = a.current_position
    where a.org_id = ${orgId}::uuid and a.status = 'pending' and a.expires_at > ${now} and s.kind = 'reviewer'
      and s.settled_at is null
      and s.opened_at + make_interval(secs => (s.terms ->> 'waitHours')::float8 * 3600) <= ${now}
    order by a.id limit ${BATCH}`
}

/** The deadline comes forward to now, and the sweep lets it lapse as it does whatever nobody decided in time. */
async function bringForward(tx: Tx, { orgId, now }: Context, id: string, stage: Stage) {
  await tx.approval.update({ where: { orgId_id: { orgId, id } }, data: { expiresAt: now } })
  const subject = { subjectKind: 'approval', subjectId: id } as const
  const data = { reviewer: stage.name, verdict: 'silent', outcome: 'lapse' }
  return { result: true, events: [{ action: 'approval.reviewed', ...subject, data }] as const }
}

async function settleOne(ctx: Context, id: string): Promise<void> {
  const { orgId, now } = ctx
  await mutateIfNeeded(ctx, async (tx) => {
    const stored = await readQuestion(tx, orgId, id)
    const stage = stored?.question.stages.find(({ position }) => position === stored.row.currentPosition)
    if (stored?.row.status !== 'pending' || stored.row.expiresAt <= now) return null
    if (stage?.kind !== 'reviewer' || stage.isSettled) return null
    if (stage.terms.onSilence === 'lapse') return bringForward(tx, ctx, id, stage)
    const moved = await endReview(tx, ctx, stored, stage, null)
    const subject = { subjectKind: 'approval', subjectId: id } as const
    const data = { reviewer: stage.name, verdict: 'silent', outcome: 'go-on' }
    return {
      result: true,
      events: [{ action: 'approval.reviewed', ...subject, data }, ...moved.events],
      jobs: moved.jobs,
    }
  })
}

/** External reviewers who have been silent for too long: the question goes on to people or lapses, as the rules say. */
export async function settleSilence(ctx: Context): Promise<{ hasMore: boolean }> {
  authorize(ctx, 'keep-approvals')
  const silent = await listSilent(ctx)
  for (const { id } of silent) await settleOne(ctx, id)
  return { hasMore: silent.length === BATCH }
}
