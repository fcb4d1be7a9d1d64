import type { Tx } from '@/lib/db'
import { readActivePolicy } from '@/lib/db/question'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { guardrails } from '@/lib/domain/guardrail'

/** What a name stands for beside the group: a team, which owns things and is asked as their owner, or a word that guardrails
 *  in force look for. Rules of approval name groups by id. */
export async function findNamePower(tx: Tx, orgId: string, name: string): Promise<string | null> {
  const team = await tx.identity.findFirst({
    where: { orgId, kind: 'team', name: { equals: name, mode: 'insensitive' } },
    select: { name: true },
  })
  if (team) return `the team ${team.name}`
  const active = await readActivePolicy(tx, orgId, 'guardrails')
  const policies = active ? guardrails.parse(active.content).policies : []
  const named = policies.find(({ text }) => text.includes(JSON.stringify(name)))
  return named ? `the guardrail ${named.name}` : null
}

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
    if (!power) continue
    const message = `${each} is the name by which ${power} knows its people. Take them out of the group before you rename it.`
    throw new DomainError('name_has_power', message)
  }
}
