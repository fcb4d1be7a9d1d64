import { z } from 'zod'
import { mutate } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { canLock, effectiveStatus } from '@/lib/domain/delegated-session'
import { DomainError } from '@/lib/domain/error'
import type { SessionStatus } from '@/lib/domain/life'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId } from '@/lib/id'

const sessionIds = z.array(z.string()).min(1).max(500, 'At most 500 sessions at once.')

export const lockSessionsInput = z.object({ sessionIds, reason: reasonInput, until: z.coerce.date() })
export const unlockSessionsInput = z.object({ sessionIds, reason: reasonInput })

type Change = { ids: string[]; reason: string; to: 'locked' | 'active'; until: Date | null }

async function changeLock(ctx: Context, change: Change): Promise<{ changed: number; leftOut: number }> {
  return mutate(ctx, async (tx) => {
    const sessions = await tx.delegatedSession.findMany({ where: { orgId: ctx.orgId, id: { in: change.ids } } })
    const eligible = sessions.filter((row) => {
      const life = { ...row, status: row.status as SessionStatus }
      if (row.origin !== 'managed') return false
      return change.to === 'locked' ? canLock(life, ctx.now) : effectiveStatus(life, ctx.now) === 'locked'
    })
    const action = change.to === 'locked' ? 'session.locked' : 'session.unlocked'
    const [first, ...rest] = eligible.map(
      (row): AuditEventDraft => ({
        action,
        subjectKind: 'session',
        subjectId: row.id,
        reason: change.reason,
        data: { until: change.until },
      }),
    )
    if (!first) {
      throw new DomainError(
        'nothing_to_change',
        'None of these sessions can be locked or unlocked: Remit must have issued them, and they must be live.',
      )
    }
    await tx.delegatedSession.updateMany({
      where: { orgId: ctx.orgId, id: { in: eligible.map((row) => row.id) } },
      data: { status: change.to, lockedUntil: change.until },
    })
    return {
      result: { changed: eligible.length, leftOut: change.ids.length - eligible.length },
      events: [first, ...rest],
    }
  })
}

/** Stops sessions that Remit issued, reversibly, until a time: they answer as inactive and go on afterwards. */
export async function lockSessions(ctx: Context, input: z.output<typeof lockSessionsInput>) {
  authorize(ctx, 'lock-access')
  if (input.until <= ctx.now) throw new DomainError('invalid_input', 'A lock must end in the future.')
  const ids = [...new Set(input.sessionIds.map((id) => fromPublicId('session', id)))]
  return changeLock(ctx, { ids, reason: input.reason, to: 'locked', until: input.until })
}

/** Lets locked sessions go on before their lock ends. */
export async function unlockSessions(ctx: Context, input: z.output<typeof unlockSessionsInput>) {
  authorize(ctx, 'lock-access')
  const ids = [...new Set(input.sessionIds.map((id) => fromPublicId('session', id)))]
  return changeLock(ctx, { ids, reason: input.reason, to: 'active', until: null })
}
