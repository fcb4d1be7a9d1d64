import { queueMessages } from '@/lib/commands/queue-messages'
import { mutateIfNeeded, reader } from '@/lib/db'
import { readApprovalStory } from '@/lib/db/approval-story'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { askMember } from '@/lib/domain/message-approval'

const BATCH = 100
type Due = { id: string; position: number; remindedAt: Date | null }

async function listDue({ orgId, now }: Context, after: string): Promise<Due[]> {
  return reader().$queryRaw<Due[]>`
    select a.id, s.position, s.reminded_at as "remindedAt" from approvals a
    join approval_stages s on s.org_id = a.org_id and s.approval_id = a.id and s.position = a.current_position
    where a.org_id = ${orgId}::uuid and a.status = 'pending' and a.expires_at > ${now} and s.kind = 'people'
      and s.terms ->> 'remindAfterHours' is not null and a.id > ${after}::uuid
      and coalesce(s.reminded_at, s.opened_at) + make_interval(secs => (s.terms ->> 'remindAfterHours')::float8 * 3600) <= ${now}
    order by a.id limit ${BATCH}`
}

/** Nobody is reminded outside the hours in which they may vote: there the reminder waits for them to begin. */
async function remindOne(ctx: Context, { id: approvalId, position, remindedAt }: Due): Promise<void> {
  const { orgId, now } = ctx
  await mutateIfNeeded(ctx, async (tx) => {
    const story = await readApprovalStory(tx, orgId, approvalId, now)
    if (story?.stage?.position !== position || story.stage.opensNext || story.asked.length === 0) return null
    const where = { orgId, approvalId, position, remindedAt }
    const { count } = await tx.approvalStage.updateMany({ where, data: { remindedAt: now } })
    if (count === 0) return null
    const drafts = story.asked.map((member) => askMember(story, member, now.toISOString()))
    const { events, jobs } = await queueMessages(tx, ctx, drafts)
    const subject = { subjectKind: 'approval', subjectId: approvalId, subjectName: story.title } as const
    const data = { stage: story.stage.name, people: drafts.length }
    return { result: true, events: [{ action: 'approval.reminded', ...subject, data }, ...events], jobs }
  })
}

/** Reminds whoever may vote of what has waited for so long as the rules say, and again after as long. */
export async function remindApprovers(ctx: Context): Promise<void> {
  authorize(ctx, 'keep-approvals')
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const due = await listDue(ctx, after)
    for (const each of due) await remindOne(ctx, each)
    const last = due.at(-1)
    if (!last || due.length < BATCH) return
    after = last.id
  }
}
