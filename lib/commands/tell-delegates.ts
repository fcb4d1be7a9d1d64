import { tellApproval } from '@/lib/commands/tell-approval'
import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'

/** Absences that began longer ago have been looked at by an earlier run. */
const LATELY_MS = 30 * 60_000

/** What waits when somebody goes away is told to whoever votes in their place from then on; whoever was told is not told
 *  again. */
export async function tellDelegates(ctx: Context): Promise<void> {
  authorize(ctx, 'send-messages')
  const { orgId, now } = ctx
  const since = new Date(now.getTime() - LATELY_MS)
  const begun = await reader().approverAbsence.count({
    where: {
      ...{ orgId, endedAt: null, endsAt: { gt: now }, startsAt: { lte: now } },
      OR: [{ startsAt: { gt: since } }, { createdAt: { gt: since } }],
    },
  })
  if (begun === 0) return
  const waiting = await reader().approval.findMany({
    where: { orgId, status: 'pending', expiresAt: { gt: now } },
    select: { id: true },
  })
  for (const { id } of waiting) await tellApproval(ctx, { approvalId: id, what: 'stage' })
}
