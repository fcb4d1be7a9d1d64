import { z } from 'zod'
import { endGrant } from '@/lib/commands/end-grant'
import { mutate } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { JobDraft } from '@/lib/domain/job'
import { toPublicId } from '@/lib/id'

export const closeTicketInput = z.object({ ticket: z.string().trim().min(1).max(200) })

/** What ended with the ticket. Ids are public. None where no live grant is bound to it, which is no error: most tickets have
 *  nothing to do with access. */
export type ClosedTicket = { grantIds: string[] }

/** That a ticket is closed: the grants that end with it end, and so do their sessions and what is still asked about them.
 *  `ticket` is its key as it stands in the grant, letter case aside. `heardFrom`: the endpoint that said so (UUID). */
export async function closeTicket(
  ctx: Context,
  input: z.output<typeof closeTicketInput>,
  heardFrom: string | null = null,
): Promise<ClosedTicket> {
  authorize(ctx, 'close-ticket')
  const { orgId, now } = ctx
  const { ticket } = input
  return mutate(ctx, async (tx) => {
    const grants = await tx.$queryRaw<{ id: string; name: string }[]>`
      select id, name from grants where org_id = ${orgId}::uuid and lower(ticket) = lower(${ticket}) and ends_with_ticket
        and status in ('draft', 'pending', 'active', 'suspended') order by id`
    const [events, jobs]: [AuditEventDraft[], JobDraft[]] = [[], []]
    for (const { id } of grants) {
      const ended = await endGrant(tx, ctx, id, { reason: `Ticket ${ticket} was closed.` })
      events.push(...ended.events)
      jobs.push(...ended.jobs)
    }
    if (heardFrom)
      await tx.endpoint.update({ where: { orgId_id: { orgId, id: heardFrom } }, data: { lastSucceededAt: now } })
    const subject = { subjectKind: 'organisation', subjectId: orgId, subjectName: ticket } as const
    const grantIds = grants.map(({ id }) => toPublicId('grant', id))
    return {
      result: { grantIds },
      events: [{ action: 'ticket.closed', ...subject, data: { ticket, grants: grantIds } }, ...events],
      jobs,
    }
  })
}
