import { reader } from '@/lib/db'
import { authorize, isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import { type AskedSession, decidesOnOwn } from '@/lib/domain/session-request'
import type { SessionRequestDetail, SessionRequestRow } from '@/lib/domain/session-request-row'
import { fromPublicId, toPublicId } from '@/lib/id'
import { readSessionRequests } from '@/lib/queries/read-session-requests'

async function readVotes({ orgId }: Context, approvalId: string): Promise<SessionRequestDetail['votes']> {
  const votes = await reader().approvalVote.findMany({
    where: { orgId, approvalId },
    include: { member: { select: { id: true, name: true } } },
    orderBy: { votedAt: 'asc' },
  })
  return votes.map(({ member, vote, comment, votedAt }) => {
    const named = { id: toPublicId('member', member.id), name: member.name }
    return { member: named, vote: vote as 'approve' | 'deny', comment, votedAt }
  })
}

/** Why the reader cannot decide now; null where they can. The command looks again. */
async function hindrance(ctx: Context, row: SessionRequestRow, asked: AskedSession): Promise<string | null> {
  const { actor, orgId } = ctx
  if (row.status !== 'pending') return `This request is ${row.status}.`
  if (actor.kind !== 'member' || !isAllowed(ctx, 'decide-session-request')) return 'It takes the role of an approver.'
  const [member, parties] = await Promise.all([
    reader().member.findUnique({ where: { orgId_id: { orgId, id: actor.memberId } } }),
    reader().identity.findMany({
      where: { orgId, id: { in: [asked.principalId, asked.actorId] } },
      include: { owner: true },
    }),
  ])
  const concerned = parties.flatMap(({ owner, ...party }) =>
    owner && party.id === asked.actorId ? [party, owner] : [party],
  )
  return member && decidesOnOwn(member, concerned) ? 'This is done in your name or by what you own.' : null
}

/** Everything an approver must see of one request for a session. Needs `view-access`. */
export async function getSessionRequest(ctx: Context, publicId: string): Promise<SessionRequestDetail> {
  authorize(ctx, 'view-access')
  const { orgId } = ctx
  const id = fromPublicId('approval', publicId)
  const stored = await reader().approval.findUnique({ where: { orgId_id: { orgId, id } } })
  if (stored?.subjectKind !== 'session') throw notFound('session request')
  const [[read], votes] = await Promise.all([readSessionRequests(ctx, [stored]), readVotes(ctx, id)])
  if (!read) throw notFound('session request')
  const { row, asked, permissions } = read
  const cannotDecide = await hindrance(ctx, row, asked)
  const { audience, isDpopBound, parentSessionId, authorizationDetails } = asked
  return {
    ...row,
    ...{ permissions, authorizationDetails, audience, isDpopBound, votes, cannotDecide },
    parentSessionId: parentSessionId && toPublicId('session', parentSessionId),
    canDecide: cannotDecide === null,
  }
}
