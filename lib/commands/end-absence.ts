import { z } from 'zod'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

export const endAbsenceInput = z.object({ absenceId: z.string() })

/** Ends an absence before its time: from now on nobody votes in that member's place. Votes that were cast stay. One's own, or
 *  by an admin. @throws DomainError `not_found`, `not_yours`, `wrong_status` */
export async function endAbsence(
  ctx: Context,
  { absenceId }: z.output<typeof endAbsenceInput>,
): Promise<{ absenceId: string }> {
  authorize(ctx, 'set-absence')
  const { orgId, actor, now } = ctx
  const id = fromPublicId('absence', absenceId)
  return mutate(ctx, async (tx) => {
    const absence = await tx.approverAbsence.findUnique({
      where: { orgId_id: { orgId, id } },
      include: { member: { select: { name: true } }, delegate: { select: { name: true } } },
    })
    if (!absence) throw notFound('absence')
    const mayEnd = actor.kind !== 'member' || actor.memberId === absence.memberId || actor.roles.includes('admin')
    if (!mayEnd) throw new DomainError('not_yours', `This is ${absence.member.name}'s. They or an admin can end it.`)
    if (absence.endedAt || absence.endsAt <= now) throw new DomainError('wrong_status', 'This absence is over.')
    await tx.approverAbsence.update({ where: { orgId_id: { orgId, id } }, data: { endedAt: now } })
    const subject = { subjectKind: 'absence', subjectId: id, subjectName: absence.member.name } as const
    return {
      result: { absenceId },
      events: [{ action: 'absence.ended', ...subject, data: { delegateName: absence.delegate.name } }],
    }
  })
}
