import type { VersionedPolicy } from '@/lib/commands/load-approval-policy'
import type { Tx } from '@/lib/db'
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

/** The member that a person is, by link or by address; null for whoever cannot sign in here. */
async function findMember(tx: Tx, orgId: string, { id, email }: Principal) {
  const byEmail = email ? [{ email: { equals: email, mode: 'insensitive' as const } }] : []
  return tx.member.findFirst({
    where: { orgId, deactivatedAt: null, OR: [{ identityId: id }, ...byEmail] },
    select: { id: true, name: true, groups: { select: { groupId: true } } },
  })
}

/** Who has to agree before somebody is acted for. Services and teams do not: their owners decide in a stage of their own.
 *  @throws DomainError `no_consent` where the rules want a person's word who cannot sign in here */
export async function findConsent(
  tx: Tx,
  { orgId, actor }: Context,
  principal: Principal,
  { version, policy }: VersionedPolicy,
): Promise<ConsentPath> {
  if (principal.kind !== 'human') return { by: 'nobody' }
  const member = await findMember(tx, orgId, principal)
  const { groups, withoutAccount } = policy.consent
  const byPolicy = { by: 'policy', name: `approval rules, version ${version}` } as const
  if (!member && withoutAccount === 'agreed') return byPolicy
  if (!member) throw new DomainError('no_consent', `${principal.name} has to agree, and has no account here to do so.`)
  if (actor.kind === 'member' && actor.memberId === member.id) return { by: 'requester', name: member.name }
  const agreed = groups.map((group) => fromPublicId('group', group))
  if (member.groups.some(({ groupId }) => agreed.includes(groupId))) return byPolicy
  return { by: 'asked', memberId: member.id, name: member.name }
}
