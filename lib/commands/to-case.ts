import type { GrantQuestion } from '@/lib/commands/ask-for-grant'
import { findOrigin } from '@/lib/commands/find-origin'
import type { Tx } from '@/lib/db'
import type { ApprovalCase } from '@/lib/domain/approval-route'
import type { Context } from '@/lib/domain/context'
import { standsSeconds } from '@/lib/domain/grant-terms'
import type { IdentityKind } from '@/lib/domain/identity'
import { toPublicId } from '@/lib/id'

/** Whoever asks, as the rules see them. Ids are public. */
export async function toRequester(tx: Tx, { orgId, actor }: Context): Promise<ApprovalCase['requester']> {
  if (actor.kind === 'service') return { kind: 'service', id: toPublicId('identity', actor.identityId), groupIds: [] }
  if (actor.kind === 'client') return { kind: 'client', id: toPublicId('client', actor.clientId), groupIds: [] }
  if (actor.kind === 'system') return { kind: 'system', id: null, groupIds: [] }
  const groups = await tx.memberGroupMember.findMany({ where: { orgId, memberId: actor.memberId } })
  const groupIds = groups.map(({ groupId }) => toPublicId('group', groupId))
  return { kind: 'member', id: toPublicId('member', actor.memberId), groupIds }
}

type Asks = Pick<GrantQuestion, 'asked' | 'described' | 'principal' | 'actor'> & Pick<GrantQuestion, 'goesOnWith'>

/** A request for a grant, or for a change of one, as the rules see it. */
export async function toCase(
  tx: Tx,
  ctx: Context,
  { asked, described, principal, actor, goesOnWith = null }: Asks,
): Promise<ApprovalCase> {
  const { terms, change } = asked
  const levels = described.targets.flatMap(({ permissions }) => permissions.map(({ accessLevel }) => accessLevel))
  return {
    change,
    breadth: described.breadth.score,
    accessLevels: [...new Set(levels)],
    systems: described.targets.map(({ systemId, tier, environment }) => {
      return { id: toPublicId('system', systemId), tier, environment }
    }),
    principal: { id: toPublicId('identity', principal.id), kind: principal.kind as IdentityKind },
    actor: { id: toPublicId('identity', actor.id), kind: actor.kind as IdentityKind },
    ttlSeconds: terms.maxSessionTtlSeconds,
    standsSeconds: standsSeconds(terms, ctx.now, await findOrigin(tx, ctx.orgId, goesOnWith)),
    requester: await toRequester(tx, ctx),
  }
}
