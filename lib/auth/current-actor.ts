import { getServerSession } from 'next-auth'
import { authOptions } from '@/lib/auth/options'
import type { Context } from '@/lib/domain/context'
import { findSignedInMember } from '@/lib/queries/find-signed-in-member'

/** Who makes the current request. */
export type CurrentPerson =
  | { kind: 'signed-out' }
  | { kind: 'no-member'; name: string; email: string | null; isEmailVerified: boolean }
  | { kind: 'member'; context: Context }

/** From the request's cookie to the context commands and queries take. Roles are those of this moment. */
export async function findContext(): Promise<CurrentPerson> {
  const session = await getServerSession(authOptions())
  if (!session) return { kind: 'signed-out' }
  const actor = session.member ? await findSignedInMember(session.member) : null
  if (session.member && actor) {
    const { authenticatedAt } = session
    const since = authenticatedAt === undefined ? null : new Date(authenticatedAt * 1000)
    const present = actor.kind === 'member' ? { ...actor, authenticatedAt: since } : actor
    return { kind: 'member', context: { orgId: session.member.orgId, actor: present, now: new Date() } }
  }
  const { name, email } = session.user ?? {}
  const isEmailVerified = session.isEmailVerified ?? false
  return { kind: 'no-member', name: name ?? email ?? 'an unknown person', email: email ?? null, isEmailVerified }
}
