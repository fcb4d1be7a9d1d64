import { countVotes } from '@/lib/commands/count-votes'
import { tellOf } from '@/lib/commands/open-approval'
import type { Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'
import type { JobDraft } from '@/lib/domain/job'

export type Recounted = { events: AuditEventDraft[]; jobs: JobDraft[] }

/** Questions that still wait and that one of these members has voted on, or somebody in their place. */
async function listVotedOn(tx: Tx, orgId: string, memberIds: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select distinct a.id from approvals a join approval_votes v on v.org_id = a.org_id and v.approval_id = a.id
    where a.org_id = ${orgId}::uuid and a.status = 'pending'
      and (v.member_id = any(${[...memberIds]}::uuid[]) or v.on_behalf_of_member_id = any(${[...memberIds]}::uuid[]))`
  return rows.map(({ id }) => id)
}

/** Goes back to the stage whose turn it is again, where votes in it count no more; null where it stands as before. */
export async function recountApproval(tx: Tx, ctx: Context, id: string): Promise<AuditEventDraft | null> {
  const { position, outcome, stored } = await countVotes(tx, ctx.orgId, id)
  if (outcome || position === null || position >= stored.row.currentPosition) return null
  await tx.approval.update({ where: { orgId_id: { orgId: ctx.orgId, id } }, data: { currentPosition: position } })
  const stage = stored.question.stages.find((each) => each.position === position)
  const data = { stage: stage?.name ?? null, position }
  return { action: 'approval.recounted', subjectKind: 'approval', subjectId: id, data }
}

/** Looks at questions one after the other; those that ask again are told to whoever is asked. */
export async function recountEach(
  tx: Tx,
  ctx: Context,
  ids: readonly string[],
  recount: (tx: Tx, ctx: Context, id: string) => Promise<AuditEventDraft | null>,
): Promise<Recounted> {
  const recounted: Recounted = { events: [], jobs: [] }
  for (const id of ids) {
    const event = await recount(tx, ctx, id)
    if (!event) continue
    recounted.events.push(event)
    recounted.jobs.push(tellOf(ctx, id, 'stage'))
  }
  return recounted
}

/** What becomes of questions when members lose power: their votes no longer count, so that a stage which had passed may be
 *  the one whose turn it is again. Nothing is decided by it; whoever gets power back is counted with the next vote. Part of the
 *  commands that take power away. Never pass members whose power grows. */
export async function recountApprovals(tx: Tx, ctx: Context, memberIds: readonly string[]): Promise<Recounted> {
  return recountEach(tx, ctx, await listVotedOn(tx, ctx.orgId, memberIds), recountApproval)
}
