import { z } from 'zod'
import { type ChangedMember, loadMember, requireAnotherAdmin } from '@/lib/commands/change-member'
import { listRuleProblems } from '@/lib/commands/list-rule-problems'
import { recountApprovals } from '@/lib/commands/recount-approvals'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'

export const deactivateMemberInput = z.object({ memberId: z.string(), reason: reasonInput })
type Input = z.output<typeof deactivateMemberInput>

/** Shuts a person out, from this moment on: they are no longer let in, and their votes on what still waits no longer count.
 *  What others decided with them stays decided. @throws DomainError `not_found`, `wrong_status`, `last_admin`, `forbidden` */
export async function deactivateMember(ctx: Context, { memberId, reason }: Input): Promise<ChangedMember> {
  authorize(ctx, 'manage-members')
  const { orgId, actor, now } = ctx
  return mutate(ctx, async (tx) => {
    const member = await loadMember(tx, ctx, memberId)
    if (member.deactivatedAt) throw new DomainError('wrong_status', `${member.name} is deactivated.`)
    if (actor.kind === 'member' && actor.memberId === member.id)
      throw new DomainError('forbidden', 'You cannot deactivate yourself. Another admin can.')
    if (member.roles.includes('admin')) await requireAnotherAdmin(tx, ctx, member.id)
    await tx.member.update({ where: { orgId_id: { orgId, id: member.id } }, data: { deactivatedAt: now } })
    const recounted = await recountApprovals(tx, ctx, [member.id])
    const subject = { subjectKind: 'member', subjectId: member.id, subjectName: member.name } as const
    return {
      result: { memberId, problems: await listRuleProblems(tx, orgId) },
      events: [{ action: 'member.deactivated', ...subject, reason }, ...recounted.events],
      jobs: recounted.jobs,
    }
  })
}

/** Lets a person in again, with the roles and groups they had. @throws DomainError `not_found`, `wrong_status` */
export async function reactivateMember(ctx: Context, { memberId, reason }: Input): Promise<ChangedMember> {
  authorize(ctx, 'manage-members')
  const { orgId } = ctx
  return mutate(ctx, async (tx) => {
    const member = await loadMember(tx, ctx, memberId)
    if (!member.deactivatedAt) throw new DomainError('wrong_status', `${member.name} is active.`)
    await tx.member.update({ where: { orgId_id: { orgId, id: member.id } }, data: { deactivatedAt: null } })
    const subject = { subjectKind: 'member', subjectId: member.id, subjectName: member.name } as const
    return {
      result: { memberId, problems: await listRuleProblems(tx, orgId) },
      events: [{ action: 'member.reactivated', ...subject, reason }],
    }
  })
}
