import type { PrismaClient } from '@/generated/prisma/client'
import type { Tx } from '@/lib/db'
import type { ApprovalPolicy } from '@/lib/domain/approval-policy'
import { referencesOf } from '@/lib/domain/check-references'
import { ROLES, type Role } from '@/lib/domain/context'
import type { PolicyFacts } from '@/lib/domain/policy-problem'
import { fromPublicId, type Prefixed, toPublicId } from '@/lib/id'

type Reads = Tx | PrismaClient

const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role)

/** UUIDs of those public ids that are of a kind; what is no id of ours is left out. */
function uuidsOf(kind: Prefixed, ids: readonly string[]): string[] {
  return ids.flatMap((id) => {
    try {
      return [fromPublicId(kind, id)]
    } catch {
      return []
    }
  })
}

/** What rules name besides people, groups and endpoints, and what each is called; what there is not is not in it. */
async function readNamed(db: Reads, orgId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const among = (kind: Prefixed) => ({
    where: { orgId, id: { in: uuidsOf(kind, ids) } },
    select: { id: true, name: true },
  })
  const systems = await db.system.findMany(among('system'))
  const identities = await db.identity.findMany(among('identity'))
  const clients = await db.client.findMany(among('client'))
  const pairs = (kind: Prefixed, rows: { id: string; name: string }[]) =>
    rows.map(({ id, name }) => [toPublicId(kind, id), name] as const)
  return new Map([...pairs('system', systems), ...pairs('identity', identities), ...pairs('client', clients)])
}

async function readMembers(db: Reads, orgId: string): Promise<PolicyFacts['members']> {
  const members = await db.member.findMany({
    where: { orgId },
    include: { groups: { select: { groupId: true } } },
    orderBy: { name: 'asc' },
  })
  return members.map(({ id, name, roles, deactivatedAt, groups }) => ({
    id: toPublicId('member', id),
    name,
    isActive: deactivatedAt === null,
    roles: roles.filter(isRole),
    groupIds: groups.map(({ groupId }) => toPublicId('group', groupId)),
  }))
}

/** What there is for rules to name, and what all that these rules name is called, by public id. */
export async function readPolicyFacts(
  db: Reads,
  orgId: string,
  ...policies: ApprovalPolicy[]
): Promise<PolicyFacts & { names: Record<string, string> }> {
  const members = await readMembers(db, orgId)
  const groupRows = await db.memberGroup.findMany({ where: { orgId }, orderBy: { name: 'asc' } })
  const endpointRows = await db.endpoint.findMany({ where: { orgId, kind: 'reviewer' }, orderBy: { name: 'asc' } })
  const groups = groupRows.map(({ id, name }) => ({ id: toPublicId('group', id), name }))
  const endpoints = endpointRows.map(({ id, name, kind, status }) => {
    return { id: toPublicId('endpoint', id), name, kind, status }
  })
  const references = policies.flatMap(referencesOf)
  const others = references.flatMap(({ kind, id }) => (kind === 'other' ? [id] : []))
  const named = await readNamed(db, orgId, [...new Set(others)])
  const ours = [...members, ...groups, ...endpoints].map(({ id, name }) => [id, name] as const)
  return { members, groups, endpoints, known: [...named.keys()], names: Object.fromEntries([...ours, ...named]) }
}
