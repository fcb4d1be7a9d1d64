import { reader } from '@/lib/db'
import { sameText } from '@/lib/db/same-text'
import type { MemberKey } from '@/lib/queries/find-signed-in-member'

/** A person as their identity provider vouches for them (OpenID Connect Core §2, §5.1). */
export type Person = { issuer: string; subject: string; name: string; email?: string; isEmailVerified: boolean }

/**
 * The membership of somebody who just signed in: the one bound to their (issuer, subject), else the one invited by
 * their verified email. An email bound to another subject of the same issuer does not match: addresses are reused,
 * subjects are not. One bound under an issuer that was replaced does, or nobody could move to a new provider.
 * Of several organisations, the one joined first.
 */
export async function findMemberForPerson(person: Person): Promise<(MemberKey & { isBound: boolean }) | null> {
  const { issuer, subject } = person
  const select = { orgId: true, id: true } as const
  const orderBy = { joinedAt: 'asc' } as const
  const bound = await reader().member.findFirst({ where: { issuer, subject, deactivatedAt: null }, select, orderBy })
  if (bound) return { orgId: bound.orgId, memberId: bound.id, isBound: true }
  if (!person.email || !person.isEmailVerified) return null
  const email = sameText(person.email)
  const isFree = { OR: [{ issuer: null }, { issuer: { not: issuer } }] }
  const invited = await reader().member.findFirst({ where: { email, deactivatedAt: null, ...isFree }, select, orderBy })
  return invited && { orgId: invited.orgId, memberId: invited.id, isBound: false }
}
