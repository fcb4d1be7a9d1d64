import { reader } from '@/lib/db'
import { type CurrentActor, ROLES, type Role } from '@/lib/domain/context'

/** Where a person's membership is. */
export type MemberKey = { orgId: string; memberId: string }

/** The member behind a signed-in person's cookie, with the roles of this moment; null once deactivated or gone. */
export async function findSignedInMember({ orgId, memberId }: MemberKey): Promise<CurrentActor | null> {
  const member = await reader().member.findFirst({
    where: { orgId, id: memberId, deactivatedAt: null },
    select: { name: true, roles: true },
  })
  return member && { kind: 'member', memberId, name: member.name, roles: member.roles.filter(isRole) }
}

function isRole(role: string): role is Role {
  return (ROLES as readonly string[]).includes(role)
}
