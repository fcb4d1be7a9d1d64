import { z } from 'zod'
import { closeTicket, closeTicketInput } from '@/lib/commands/close-ticket'
import { type Operation, operation } from '@/lib/operations/operation'

const close = operation({
  id: 'tickets.close',
  method: 'POST',
  path: '/tickets/{ticket}/closed',
  scope: 'tickets:write',
  summary: 'Say that a ticket is closed',
  description:
    'Ends the grants that end with it, their sessions, and what is still asked about them. That nothing is bound to it is no error.',
  input: z.object({ ticket: closeTicketInput.shape.ticket.describe('Its key, as it stands in the grant.') }),
  output: z.object({ grantIds: z.array(z.string()).describe('The grants that ended.') }),
  run: (ctx, input) => closeTicket(ctx, input),
})

/** Tickets of other systems. */
export const ticketOperations: readonly Operation[] = [close]
