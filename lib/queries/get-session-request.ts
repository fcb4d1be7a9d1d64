import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'
import type { SessionRequestDetail } from '@/lib/domain/session-request-row'
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
  const { audience, isDpopBound, parentSessionId, authorizationDetails } = asked
  return {
    ...row,
    ...{ permissions, authorizationDetails, audience, isDpopBound, votes },
    parentSessionId: parentSessionId && toPublicId('session', parentSessionId),
  }
}
