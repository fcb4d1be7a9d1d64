import type { PrismaClient } from '@/generated/prisma/client'
import type { Tx } from '@/lib/db'
import { readActivePolicy } from '@/lib/db/question'
import type { Environment, IdentityKind, SystemKind } from '@/lib/domain/identity'
import type { Tier } from '@/lib/domain/limits'

/** A transaction, or the reading client: guardrails are held by commands, and shown by queries. */
type Reads = Tx | PrismaClient

type GuardedIdentity = { id: string; kind: IdentityKind; name: string; isThirdParty: boolean; groups: string[] }
type GuardedSystem = {
  id: string
  key: string
  name: string
  tier: Tier
  environment: Environment
  kind: SystemKind
}

/** What guardrails are told of those whom a request names. UUIDs; `groups` by name, of the member somebody is. */
export type GuardrailFacts = {
  timeZone: string
  identities: ReadonlyMap<string, GuardedIdentity>
  systems: ReadonlyMap<string, GuardedSystem>
}

/** The version of guardrails that holds; null = none. */
export async function readActiveGuardrails(db: Reads, orgId: string) {
  const active = await readActivePolicy(db, orgId, 'guardrails')
  return active && { orgId, id: active.id, readContent: async () => active.content }
}

/** The names of the groups that a member is in. */
export async function readGroupNames(db: Reads, orgId: string, memberId: string): Promise<string[]> {
  const rows = await db.memberGroupMember.findMany({ where: { orgId, memberId }, include: { group: true } })
  return rows.map(({ group }) => group.name).sort()
}

export async function readGuardrailFacts(
  db: Reads,
  orgId: string,
  { identityIds, systemIds }: { identityIds: readonly string[]; systemIds: readonly string[] },
): Promise<GuardrailFacts> {
  const { timeZone } = await db.organisation.findUniqueOrThrow({ where: { id: orgId }, select: { timeZone: true } })
  const identities = await db.$queryRaw<GuardedIdentity[]>`
    select i.id, i.kind, i.name, i.is_third_party as "isThirdParty",
      (select coalesce(array_agg(distinct g.name order by g.name), '{}')
        from members m
        join member_group_members x on x.org_id = m.org_id and x.member_id = m.id
        join member_groups g on g.org_id = x.org_id and g.id = x.group_id
        where m.org_id = i.org_id and (m.identity_id = i.id or lower(m.email) = lower(i.email))) as groups
    from identities i where i.org_id = ${orgId}::uuid and i.id = any(${[...new Set(identityIds)]}::uuid[])`
  const systems = await db.system.findMany({ where: { orgId, id: { in: [...new Set(systemIds)] } } })
  return {
    timeZone,
    identities: new Map(identities.map((identity) => [identity.id, identity])),
    systems: new Map(
      systems.map(({ id, key, name, tier, environment, kind }) => {
        const words = { environment: environment as Environment, kind: kind as SystemKind, tier: tier as Tier }
        return [id, { id, key, name, ...words }]
      }),
    ),
  }
}
