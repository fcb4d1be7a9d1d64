import { reader } from '@/lib/db'
import { readActivePolicy } from '@/lib/db/question'
import { approvalPolicy } from '@/lib/domain/approval-policy'
import { authorize } from '@/lib/domain/authorization'
import { referencesOf } from '@/lib/domain/check-references'
import type { Context } from '@/lib/domain/context'
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
  const uses = new Map<string, Set<string>>()
  if (!active) return uses
  const policy = approvalPolicy.parse(active.content)
  const placeOf = ([first, index]: (string | number)[]) => {
    if (first === 'rules') return policy.rules[Number(index)]?.name ?? 'a rule'
    return { consent: 'consent', breakGlass: 'break-glass' }[String(first)] ?? 'where no rule speaks'
  }
  for (const { kind, id, path } of referencesOf(policy)) {
    if (kind === 'group') uses.set(id, (uses.get(id) ?? new Set()).add(placeOf(path)))
  }
  return uses
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
