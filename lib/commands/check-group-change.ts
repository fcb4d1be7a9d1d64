import type { Tx } from '@/lib/db'
import { concernsMemberSql } from '@/lib/db/concern-sql'
import { sameText } from '@/lib/db/same-text'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { toPublicId } from '@/lib/id'

type Added = { groupId: string; name: string; memberIds: readonly string[] }

/** The teams for which a group stands by its name. */
async function listTeams(tx: Tx, orgId: string, name: string): Promise<string[]> {
  const where = { orgId, kind: 'team', name: sameText(name) }
  return (await tx.identity.findMany({ where, select: { id: true } })).map(({ id }) => id)
}

/** Whom somebody may put into a group: never themselves, and nobody while the group decides on what they asked for or what
 *  concerns them. Another admin can. @throws DomainError `self_promotion` */
export async function checkGroupChange(
  tx: Tx,
  { orgId, actor }: Context,
  { groupId, name, memberIds }: Added,
): Promise<void> {
  if (actor.kind !== 'member' || memberIds.length === 0) return
  const { memberId } = actor
  if (memberIds.includes(memberId))
    throw new DomainError('self_promotion', 'You cannot put yourself into a group. Another admin has to.')
  const teams = await listTeams(tx, orgId, name)
  const [waits] = await tx.$queryRaw<{ id: string }[]>`
    select a.id from approvals a join approval_stages s on s.org_id = a.org_id and s.approval_id = a.id
    where a.org_id = ${orgId}::uuid and a.status = 'pending'
      and ${await concernsMemberSql(tx, orgId, memberId)}
      and (s.eligible -> 'groupIds' ? ${groupId}::text or s.terms -> 'escalateTo' -> 'groupIds' ? ${groupId}::text
        or s.eligible -> 'identityIds' ?| ${teams}::text[])
    limit 1`
  if (!waits) return
  const message =
    'This group decides on what you asked for, or on what concerns you. Another admin has to add to it now.'
  throw new DomainError('self_promotion', message, { approvalId: toPublicId('approval', waits.id) })
}
