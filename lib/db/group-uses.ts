import type { PrismaClient } from '@/generated/prisma/client'
import type { Tx } from '@/lib/db'
import { sameText } from '@/lib/db/same-text'
import { approvalPolicy } from '@/lib/domain/approval-policy'
import { groupPlaces } from '@/lib/domain/group-places'
import { guardrails } from '@/lib/domain/guardrail'
import { toPublicId } from '@/lib/id'

type Reads = Tx | PrismaClient
type Group = { id: string; name: string }

/** What a group is there for. `rules`: where rules in force, or proposed and waiting, name it, guardrails included;
 *  `questions`: what waits for its votes; `team`: that its people answer for by its name; `members`: who is in it. */
export type GroupUses = {
  rules: string[]
  questions: { id: string; title: string }[]
  team: string | null
  members: { id: string; name: string }[]
}

async function readRules(db: Reads, orgId: string, { id, name }: Group): Promise<string[]> {
  const versions = await db.policyVersion.findMany({
    where: { orgId, status: { in: ['active', 'pending'] } },
    select: { kind: true, version: true, status: true, content: true },
    orderBy: [{ kind: 'asc' }, { version: 'asc' }],
  })
  return versions.flatMap(({ kind, version, status, content }) => {
    const places =
      kind === 'approvals'
        ? [...(groupPlaces(approvalPolicy.parse(content)).get(toPublicId('group', id)) ?? [])]
        : guardrails
            .parse(content)
            .policies.flatMap((each) =>
              each.text.includes(JSON.stringify(name)) ? [`the guardrail ${each.name}`] : [],
            )
    return status === 'active' ? places : places.map((place) => `${place} (version ${version}, proposed)`)
  })
}

function readQuestions(db: Reads, orgId: string, { id }: Group) {
  return db.$queryRaw<{ id: string; title: string }[]>`
    select distinct a.id, coalesce(g.name, a.asked ->> 'grantName', 'other rules') as title
    from approvals a join approval_stages s on s.org_id = a.org_id and s.approval_id = a.id
    left join grants g on g.org_id = a.org_id and a.subject_kind = 'grant' and g.id = a.subject_id
    where a.org_id = ${orgId}::uuid and a.status = 'pending'
      and (s.eligible -> 'groupIds' ? ${id}::text or s.terms -> 'escalateTo' -> 'groupIds' ? ${id}::text)
    order by a.id limit 100`
}

/** What would be missing without the group (UUID). */
export async function readGroupUses(db: Reads, orgId: string, group: Group): Promise<GroupUses> {
  const team = await db.identity.findFirst({
    where: { orgId, kind: 'team', name: sameText(group.name) },
    select: { name: true },
  })
  const rows = await db.memberGroupMember.findMany({
    where: { orgId, groupId: group.id },
    select: { member: { select: { id: true, name: true } } },
  })
  const questions = await readQuestions(db, orgId, group)
  return {
    rules: await readRules(db, orgId, group),
    questions: questions.map(({ id, title }) => ({ id: toPublicId('approval', id), title })),
    team: team?.name ?? null,
    members: rows.map(({ member }) => member).sort((a, b) => a.name.localeCompare(b.name)),
  }
}
