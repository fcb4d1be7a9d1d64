import { z } from 'zod'
import { mutate } from '@/lib/db'
import type { AuditAction, AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { canTransition, type FindingStatus } from '@/lib/domain/life'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId } from '@/lib/id'

const MAX_ACCEPTANCE_DAYS = 366

export const changeFindingInput = z.object({
  findingIds: z.array(z.string()).min(1).max(500, 'At most 500 findings at once.'),
  to: z.enum(['open', 'acknowledged', 'accepted', 'snoozed']),
  until: z.coerce.date().nullish(),
  reason: reasonInput,
})

const ACTIONS: Record<z.output<typeof changeFindingInput>['to'], AuditAction> = {
  open: 'finding.reopened',
  acknowledged: 'finding.acknowledged',
  accepted: 'finding.accepted',
  snoozed: 'finding.snoozed',
}

/** An acceptance or a snooze ends; nothing is accepted for ever by accident. */
function checkUntil(input: z.output<typeof changeFindingInput>, now: Date): Date | null {
  if (input.to !== 'accepted' && input.to !== 'snoozed') return null
  const until = input.until ?? null
  if (!until || until <= now) throw new DomainError('invalid_input', 'Say until when: a time in the future.')
  if (until.getTime() - now.getTime() > MAX_ACCEPTANCE_DAYS * 86_400_000) {
    throw new DomainError('invalid_input', 'At most a year ahead.')
  }
  return until
}

/** What a person decides about findings. Resolving is not among it: a finding resolves when its cause is gone. */
export async function changeFinding(
  ctx: Context,
  input: z.output<typeof changeFindingInput>,
): Promise<{ changed: number; leftOut: number }> {
  authorize(ctx, 'handle-finding')
  const statusUntil = checkUntil(input, ctx.now)
  const ids = [...new Set(input.findingIds.map((id) => fromPublicId('finding', id)))]
  return mutate(ctx, async (tx) => {
    const findings = await tx.finding.findMany({ where: { orgId: ctx.orgId, id: { in: ids } } })
    const isEligible = (status: string) =>
      status !== 'resolved' && canTransition('finding', status as FindingStatus, input.to)
    const eligible = findings.filter((finding) => isEligible(finding.status))
    const [first, ...rest] = eligible.map(
      (finding): AuditEventDraft => ({
        action: ACTIONS[input.to],
        subjectKind: 'finding',
        subjectId: finding.id,
        subjectName: finding.title,
        reason: input.reason,
        data: { was: finding.status, until: statusUntil },
      }),
    )
    if (!first) throw new DomainError('nothing_to_change', `None of these findings can become ${input.to}.`)
    await tx.finding.updateMany({
      where: { orgId: ctx.orgId, id: { in: eligible.map((finding) => finding.id) } },
      data: { status: input.to, statusUntil, statusReason: input.reason },
    })
    return { result: { changed: eligible.length, leftOut: ids.length - eligible.length }, events: [first, ...rest] }
  })
}
