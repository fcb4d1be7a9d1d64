import { mutate } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import { findMemberForPerson, type Person } from '@/lib/queries/find-member-for-person'
import { findSignedInMember, type MemberKey } from '@/lib/queries/find-signed-in-member'

/** Lets a person in as the member they are, binding them on the first time, and records it; null if they are none. */
export async function signInMember(person: Person, now: Date): Promise<MemberKey | null> {
  const found = await findMemberForPerson(person)
  const actor = found && (await findSignedInMember(found))
  if (!found || !actor) return null
  const { orgId, memberId, isBound } = found
  const ctx: Context = { orgId, actor, now }
  return mutate(ctx, async (tx) => {
    const { issuer, subject } = person
    if (!isBound) await tx.member.update({ where: { orgId_id: { orgId, id: memberId } }, data: { issuer, subject } })
    const subjectOfEvent = { subjectKind: 'member', subjectId: memberId, subjectName: actor.name } as const
    return {
      result: { orgId, memberId },
      events: [{ action: 'member.signed-in', ...subjectOfEvent, data: { issuer, isFirst: !isBound } }],
    }
  })
}
