import { reader } from '@/lib/db'
import { readQuestion, readVoters, type StoredQuestion } from '@/lib/db/question'
import { HINDRANCES, hindranceOf, isAsked, type Stage, type Voter } from '@/lib/domain/approval-tally'
import type { Context } from '@/lib/domain/context'
import type { Decider } from '@/lib/domain/inbox'
import { toPublicId } from '@/lib/id'

const MOST = 50

/** Whoever is a member and asked in some stage, or has voted. */
async function listAsked(orgId: string, { question, votes }: StoredQuestion): Promise<Voter[]> {
  const eligible = question.stages.map((stage) => stage.eligible)
  const roles = eligible.flatMap((each) => each.roles)
  const groupIds = eligible.flatMap((each) => each.groupIds)
  const named = [...eligible.flatMap((each) => each.memberIds), ...votes.map(({ memberId }) => memberId)]
  const identityIds = eligible.flatMap((each) => each.identityIds)
  const members = await reader().$queryRaw<{ id: string }[]>`
    select m.id from members m where m.org_id = ${orgId}::uuid and (m.id = any(${named}::uuid[]) or (m.deactivated_at is null and (
      m.roles && ${roles}::text[] or exists (select from member_group_members q where q.org_id = m.org_id
        and q.member_id = m.id and q.group_id = any(${groupIds}::uuid[]))
      or exists (select from identities i where i.org_id = m.org_id and i.id = any(${identityIds}::uuid[])
        and (i.id = m.identity_id or lower(i.email) = lower(m.email))))))
    order by m.name limit ${MOST}`
  const ids = members.map((member) => member.id)
  const voters = await readVoters(reader(), orgId, ids)
  return [...voters.values()].sort((a, b) => a.name.localeCompare(b.name))
}

/** The stage in which a member votes: the one they voted in, else the first that asks them, else the one whose turn it is. */
function stageOf(voter: Voter, { question, row }: StoredQuestion): Stage | undefined {
  const voted = question.votes.find(({ memberId }) => memberId === voter.memberId)
  const at = (position: number) => question.stages.find((stage) => stage.position === position)
  if (voted) return at(voted.position)
  return question.stages.find((stage) => isAsked(stage.eligible, voter)) ?? at(row.currentPosition)
}

/** Everybody who decides on a question, decided, or would if they were not concerned. Part of other queries, which have
 *  authorized already. */
export async function readDeciders(ctx: Context, approvalId: string): Promise<Decider[]> {
  const stored = await readQuestion(reader(), ctx.orgId, approvalId)
  if (!stored) return []
  const voters = await listAsked(ctx.orgId, stored)
  return voters.flatMap((voter) => {
    const stage = stageOf(voter, stored)
    if (!stage) return []
    const voted = stored.votes.find(({ memberId }) => memberId === voter.memberId)
    const hindrance = voted ? null : hindranceOf(stored.question, stage, voter, ctx.now, stored.row.currentPosition)
    return {
      id: toPublicId('member', voter.memberId),
      name: voter.name,
      isReader: ctx.actor.kind === 'member' && ctx.actor.memberId === voter.memberId,
      vote: (voted?.vote ?? null) as Decider['vote'],
      comment: voted?.comment ?? null,
      votedAt: voted?.votedAt ?? null,
      hindrance: hindrance && HINDRANCES[hindrance],
    }
  })
}
