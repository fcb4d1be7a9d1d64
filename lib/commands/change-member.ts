import { z } from 'zod'
import { listRuleProblems } from '@/lib/commands/list-rule-problems'
import { recountApprovals } from '@/lib/commands/recount-approvals'
import { mutate, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import { type Context, ROLES } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId } from '@/lib/id'

/** The roles a member shall have from now on. */
export const changeMemberInput = z.object({
  memberId: z.string(),
  roles: z.array(z.enum(ROLES)).min(1, 'A member has one role at least.'),
  reason: reasonInput,
})

/** `problems`: what the rules in force can no longer do. */
export type ChangedMember = { memberId: string; problems: string[] }

/** A member as they are. @throws DomainError `not_found` */
export async function loadMember(tx: Tx, { orgId }: Context, publicId: string) {
  const id = fromPublicId('member', publicId)
  const member = await tx.member.findUnique({ where: { orgId_id: { orgId, id } } })
  if (!member) throw notFound('member')
  return member
}

/** Nobody else could change anything any more. @throws DomainError `last_admin` */
export async function requireAnotherAdmin(tx: Tx, { orgId }: Context, memberId: string): Promise<void> {
  const others = { orgId, deactivatedAt: null, roles: { has: 'admin' }, id: { not: memberId } }
  if ((await tx.member.count({ where: others })) > 0) return
  throw new DomainError('last_admin', 'This is the last admin. Make somebody else admin first.')
}

/** Nobody gives power to themselves: another admin does. Giving some up is one's own affair. */
function requireAnother({ actor }: Context, member: { id: string; roles: string[] }, roles: readonly string[]): void {
  const gains = roles.some((role) => !member.roles.includes(role))
  if (actor.kind !== 'member' || actor.memberId !== member.id || !gains) return
  throw new DomainError('self_promotion', 'You cannot give yourself a role. Another admin has to.')
}

/** Gives a member other roles, from this moment on: where they lose one, votes that rested on it no longer count.
 *  @throws DomainError `not_found`, `nothing_to_change`, `last_admin`, `self_promotion` */
export async function changeMember(ctx: Context, input: z.output<typeof changeMemberInput>): Promise<ChangedMember> {
  authorize(ctx, 'manage-members')
  const { orgId } = ctx
  const { memberId, reason } = input
  const roles = ROLES.filter((role) => input.roles.includes(role))
  return mutate(ctx, async (tx) => {
    const member = await loadMember(tx, ctx, memberId)
    const lost = member.roles.filter((role) => !roles.some((each) => each === role))
    const isSame = lost.length === 0 && roles.length === member.roles.length
    if (isSame) throw new DomainError('nothing_to_change', `${member.name} has these roles already.`)
    requireAnother(ctx, member, roles)
    if (lost.includes('admin')) await requireAnotherAdmin(tx, ctx, member.id)
    await tx.member.update({ where: { orgId_id: { orgId, id: member.id } }, data: { roles } })
    const recounted = await recountApprovals(tx, ctx, lost.length > 0 ? [member.id] : [])
    const subject = { subjectKind: 'member', subjectId: member.id, subjectName: member.name } as const
    const changed = { action: 'member.changed', ...subject, reason, data: { roles, was: member.roles } } as const
    return {
      result: { memberId, problems: await listRuleProblems(tx, orgId) },
      events: [changed, ...recounted.events],
      jobs: recounted.jobs,
    }
  })
}
