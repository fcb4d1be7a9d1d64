import { reader } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { Decider } from '@/lib/domain/inbox'
import { decidesOnOwn } from '@/lib/domain/session-request'
import { toPublicId } from '@/lib/id'

type Party = { id: string; email: string | null }

/** A question as far as it decides who may answer it. Ids are UUIDs. */
export type Question = {
  approvalId: string
  requestedByMemberId: string | null
  principal: Party
  actor: Party & { owner: Party | null }
}

const MOST = 50

function findMembers(orgId: string, voters: string[]) {
  return reader().member.findMany({
    where: { orgId, OR: [{ roles: { has: 'approver' } }, { id: { in: voters } }] },
    orderBy: { name: 'asc' },
    take: MOST,
  })
}
type Member = Awaited<ReturnType<typeof findMembers>>[number]

/** Why this member cannot decide; null where they can. The commands look again. */
function hindranceOf(member: Member, { requestedByMemberId, principal, actor }: Question): string | null {
  if (member.deactivatedAt) return 'is no longer a member'
  if (member.id === requestedByMemberId) return 'asked for it'
  if (!member.roles.includes('approver')) return 'is no approver any more'
  if (decidesOnOwn(member, [principal])) return 'is the principal'
  if (decidesOnOwn(member, [actor])) return 'is the actor'
  return actor.owner && decidesOnOwn(member, [actor.owner]) ? 'owns the actor' : null
}

/** Everybody who decides on a question, decided, or would if they were not concerned. Part of other queries, which have
 *  authorized already. */
export async function readDeciders(ctx: Context, question: Question): Promise<Decider[]> {
  const { orgId, actor } = ctx
  const votes = await reader().approvalVote.findMany({ where: { orgId, approvalId: question.approvalId } })
  const members = await findMembers(
    orgId,
    votes.map(({ memberId }) => memberId),
  )
  return members.map((member) => {
    const voted = votes.find(({ memberId }) => memberId === member.id)
    return {
      id: toPublicId('member', member.id),
      name: member.name,
      isReader: actor.kind === 'member' && actor.memberId === member.id,
      vote: (voted?.vote ?? null) as Decider['vote'],
      comment: voted?.comment ?? null,
      votedAt: voted?.votedAt ?? null,
      hindrance: voted ? null : hindranceOf(member, question),
    }
  })
}
