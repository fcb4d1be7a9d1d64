import { reader } from '@/lib/db'
import { readActivePolicy } from '@/lib/db/question'
import { approvalPolicy } from '@/lib/domain/approval-policy'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { groupPlaces } from '@/lib/domain/group-places'
import { toPublicId } from '@/lib/id'

/** A group with who is in it. `usedIn`: the rules in force that name it (`consent`, `break-glass`, or a rule's name). */
export type GroupRow = {
  id: string
  name: string
  createdAt: Date
  members: { id: string; name: string; isActive: boolean }[]
  usedIn: string[]
}

/** Where the rules in force name a group, by its public id. */
async function readUses(orgId: string): Promise<Map<string, Set<string>>> {
  const active = await readActivePolicy(reader(), orgId, 'approvals')
  return active ? groupPlaces(approvalPolicy.parse(active.content)) : new Map()
}

/** All groups by name. */
export async function listGroups(ctx: Context): Promise<GroupRow[]> {
  authorize(ctx, 'view-policies')
  const { orgId } = ctx
  const [groups, uses] = await Promise.all([
    reader().memberGroup.findMany({
      where: { orgId },
      orderBy: { name: 'asc' },
      include: { members: { include: { member: { select: { id: true, name: true, deactivatedAt: true } } } } },
    }),
    readUses(orgId),
  ])
  return groups.map(({ id, name, createdAt, members }) => {
    const groupId = toPublicId('group', id)
    const people = members.map(({ member }) => {
      return { id: toPublicId('member', member.id), name: member.name, isActive: member.deactivatedAt === null }
    })
    people.sort((a, b) => a.name.localeCompare(b.name))
    return { id: groupId, name, createdAt, members: people, usedIn: [...(uses.get(groupId) ?? [])] }
  })
}
