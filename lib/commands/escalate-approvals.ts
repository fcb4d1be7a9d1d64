import { queueMessages } from '@/lib/commands/queue-messages'
import { mutateIfNeeded, reader } from '@/lib/db'
import { readApprovalStory } from '@/lib/db/approval-story'
import { type Eligible, eligibleShape, stageTerms } from '@/lib/domain/approval-tally'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { tellStory } from '@/lib/domain/message-approval'

const BATCH = 100
type Due = { id: string; position: number }

async function listDue({ orgId, now }: Context): Promise<Due[]> {
  return reader().$queryRaw<Due[]>`
    select a.id, s.position from approvals a
    join approval_stages s on s.org_id = a.org_id and s.approval_id = a.id and s.position = a.current_position
    where a.org_id = ${orgId}::uuid and a.status = 'pending' and a.expires_at > ${now} and s.kind = 'people'
      and s.escalated_at is null and jsonb_typeof(s.terms -> 'escalateTo') = 'object'
      and s.opened_at + make_interval(secs => (s.terms ->> 'escalateAfterHours')::float8 * 3600) <= ${now}
    order by a.id limit ${BATCH}`
}

const both = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])]

function withMore(eligible: Eligible, more: Eligible): Eligible {
  return {
    roles: both(eligible.roles, more.roles),
    groupIds: both(eligible.groupIds, more.groupIds),
    memberIds: both(eligible.memberIds, more.memberIds),
    identityIds: both(eligible.identityIds, more.identityIds),
  }
}

async function escalateOne(ctx: Context, { id: approvalId, position }: Due): Promise<void> {
  const { orgId, now } = ctx
  await mutateIfNeeded(ctx, async (tx) => {
    const where = { orgId_approvalId_position: { orgId, approvalId, position } }
    const stage = await tx.approvalStage.findUnique({ where })
    const { escalateTo } = stageTerms.parse(stage?.terms ?? {})
    if (!stage || stage.escalatedAt || !escalateTo) return null
    const eligible = withMore(eligibleShape.parse(stage.eligible), escalateTo)
    await tx.approvalStage.update({ where, data: { eligible, escalatedAt: now } })
    const story = await readApprovalStory(tx, orgId, approvalId, now)
    if (story?.status !== 'pending' || story.stage?.position !== position) return null
    const { events, jobs } = await queueMessages(tx, ctx, tellStory(story, 'stage'))
    const subject = { subjectKind: 'approval', subjectId: approvalId, subjectName: story.title } as const
    const data = { stage: stage.name, to: escalateTo }
    return { result: true, events: [{ action: 'approval.escalated', ...subject, data }, ...events], jobs }
  })
}

/** Asks more people where those who were asked have not decided in the time the rules give them. Whoever was asked first may
 *  still decide; what bars somebody bars them here too. */
export async function escalateApprovals(ctx: Context): Promise<{ hasMore: boolean }> {
  authorize(ctx, 'keep-approvals')
  const due = await listDue(ctx)
  for (const each of due) await escalateOne(ctx, each)
  return { hasMore: due.length === BATCH }
}
