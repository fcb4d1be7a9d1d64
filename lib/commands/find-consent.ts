import type { VersionedPolicy } from '@/lib/commands/load-approval-policy'
import type { Tx } from '@/lib/db'
import { sameText } from '@/lib/db/same-text'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

/** How a principal agrees to be acted for: they are asked, they ask themselves, or a policy agrees for them. */
export type ConsentPath =
  | { by: 'nobody' }
  | { by: 'asked'; memberId: string; name: string }
  | { by: 'requester'; name: string }
  | { by: 'policy'; name: string }

type Principal = { id: string; kind: string; name: string; email: string | null }

/** The members that a person is, by link or by address; none for whoever has no account here. Whoever asks comes first. */
async function listMembers(tx: Tx, { orgId, actor }: Context, { id, email }: Principal) {
  const byEmail = email ? [{ email: sameText(email) }] : []
  const members = await tx.member.findMany({
    where: { orgId, OR: [{ identityId: id }, ...byEmail] },
    select: { id: true, name: true, deactivatedAt: true, groups: { select: { groupId: true } } },
    orderBy: { id: 'asc' },
  })
  const asks = (member: { id: string }) => actor.kind === 'member' && actor.memberId === member.id
  return members.toSorted((a, b) => Number(asks(b)) - Number(asks(a)))
}

/** Who has to agree before somebody is acted for. Services and teams do not: their owners decide in a stage of their own. Whoever
 *  asks for themselves has agreed, unless a token asks in their name: that may be in the hands of what would act.
 *  @throws DomainError `no_consent` where the rules want a person's word who cannot sign in here, and where nobody can give it
 *  because their account was shut */
export async function findConsent(
  tx: Tx,
  ctx: Context,
  principal: Principal,
  { version, policy }: VersionedPolicy,
): Promise<ConsentPath> {
  if (principal.kind !== 'human') return { by: 'nobody' }
  const { actor } = ctx
  const members = await listMembers(tx, ctx, principal)
  const member = members.find(({ deactivatedAt }) => deactivatedAt === null)
  if (!member && members.length > 0)
    throw new DomainError('no_consent', `${principal.name} has to agree, and their account here is deactivated.`)
  const { groups, withoutAccount } = policy.consent
  const byPolicy = { by: 'policy', name: `approval rules, version ${version}` } as const
  if (!member && withoutAccount === 'agreed') return byPolicy
  if (!member) throw new DomainError('no_consent', `${principal.name} has to agree, and has no account here to do so.`)
  if (actor.kind === 'member' && !actor.token && actor.memberId === member.id)
    return { by: 'requester', name: member.name }
  const agreed = groups.map((group) => fromPublicId('group', group))
  if (member.groups.some(({ groupId }) => agreed.includes(groupId))) return byPolicy
  return { by: 'asked', memberId: member.id, name: member.name }
}
