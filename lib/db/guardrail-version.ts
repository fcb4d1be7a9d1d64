import { statement } from '@/lib/db/statement'

const readContent = statement<{ content: unknown }>(
  'read-guardrails',
  'select content from policy_versions where org_id = $1 and id = $2',
)

const readGroups = statement<{ id: string; groups: string[] }>(
  'read-groups-of-identities',
  `select i.id, array_agg(distinct g.name order by g.name) as groups
   from identities i
   join members m on m.org_id = i.org_id and (m.identity_id = i.id or lower(m.email) = lower(i.email))
   join member_group_members x on x.org_id = m.org_id and x.member_id = m.id
   join member_groups g on g.org_id = x.org_id and g.id = x.group_id
   where i.org_id = $1 and i.id = any($2::uuid[]) group by i.id`,
)

/** The version of guardrails that was read with a grant, whose content is asked for once a process; null = none. */
export function guardrailsOf({ orgId, guardrailsId: id }: { orgId: string; guardrailsId: string | null }) {
  if (id === null) return null
  return { orgId, id, readContent: async () => (await readContent([orgId, id]))[0]?.content }
}

/** The groups of the members that these identities are, by name: for what looks at groups, which is not all. */
export async function readGroupsOf(orgId: string, identityIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await readGroups([orgId, identityIds])
  return new Map(rows.map(({ id, groups }) => [id, groups]))
}
