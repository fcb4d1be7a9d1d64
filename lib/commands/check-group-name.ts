import type { Tx } from '@/lib/db'
import { readActivePolicy } from '@/lib/db/question'
import { sameText } from '@/lib/db/same-text'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { guardrails } from '@/lib/domain/guardrail'

/** What a name stands for beside the group: a team, which owns things and is asked as their owner, or a word that guardrails
 *  in force look for. Rules of approval name groups by id. */
export async function findNamePower(tx: Tx, orgId: string, name: string): Promise<string | null> {
  const team = await tx.identity.findFirst({
    where: { orgId, kind: 'team', name: sameText(name) },
    select: { name: true },
  })
  if (team) return `the team ${team.name}`
  const active = await readActivePolicy(tx, orgId, 'guardrails')
  const policies = active ? guardrails.parse(active.content).policies : []
  const named = policies.find(({ text }) => text.includes(JSON.stringify(name)))
  return named ? `the guardrail ${named.name}` : null
}

const refusal = (name: string, power: string, then: string) =>
  new DomainError(
    'name_has_power',
    `${name} is the name by which ${power} knows its people. Take them out of the group before you ${then}.`,
  )

/** A name that gives power is not given to people who are in a group already, nor taken from them: that would be a change of
 *  rules which one person makes alone. An empty group may be called anything; whoever comes into it is looked at by themselves.
 *  @throws DomainError `name_has_power` */
export async function checkGroupRename(
  tx: Tx,
  { orgId }: Context,
  group: { id: string; name: string },
  name: string,
): Promise<void> {
  if ((await tx.memberGroupMember.count({ where: { orgId, groupId: group.id } })) === 0) return
  for (const each of [name, group.name]) {
    const power = await findNamePower(tx, orgId, each)
    if (power) throw refusal(each, power, 'rename it')
  }
}

/** The same from the other side: a team is not made under the name of a group that has people, who would answer for what it
 *  owns without anybody having put them there for that. @throws DomainError `name_has_power` */
export async function checkTeamName(tx: Tx, { orgId }: Context, name: string): Promise<void> {
  const group = await tx.memberGroup.findFirst({
    where: { orgId, name: sameText(name), members: { some: {} } },
    select: { name: true },
  })
  if (group) throw refusal(group.name, `the team ${name}`, 'register it')
}
