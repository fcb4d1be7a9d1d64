import type { Tx } from '@/lib/db'
import { concernsMemberSql } from '@/lib/db/concern-sql'
import { ownersOf, type Voter } from '@/lib/domain/approval-tally'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { toPublicId } from '@/lib/id'

/** Nobody says who votes in the place of another who decides on what they asked for, or on what concerns them: they would choose
 *  their own judge. @throws DomainError `self_promotion` */
export async function checkAbsence(tx: Tx, { orgId, actor }: Context, absent: Voter): Promise<void> {
  if (actor.kind !== 'member' || actor.memberId === absent.memberId) return
  const { memberId } = actor
  const [waits] = await tx.$queryRaw<{ id: string }[]>`
    select a.id from approvals a join approval_stages s on s.org_id = a.org_id and s.approval_id = a.id and s.kind = 'people'
    where a.org_id = ${orgId}::uuid and a.status = 'pending'
      and ${await concernsMemberSql(tx, orgId, memberId)}
      and (s.eligible -> 'roles' ?| ${[...absent.roles]}::text[] or s.eligible -> 'groupIds' ?| ${[...absent.groupIds]}::text[]
        or s.eligible -> 'memberIds' ? ${absent.memberId}::text
        or s.eligible -> 'identityIds' ?| ${ownersOf(absent)}::text[])
    limit 1`
  if (!waits) return
  const message = `${absent.name} decides on what you asked for, or on what concerns you. They, or another admin, say who votes in their place.`
  throw new DomainError('self_promotion', message, { approvalId: toPublicId('approval', waits.id) })
}
