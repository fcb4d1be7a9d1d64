import { z } from 'zod'
import { pageRequest } from '@/lib/domain/page'

const optional = <T extends z.ZodType>(type: T) => type.optional().catch(undefined)

/** What waits for the reader, what waits for others, and what waits no more. */
export const INBOX_VIEWS = ['mine', 'others', 'decided'] as const
export type InboxView = (typeof INBOX_VIEWS)[number]

/** Which part of the inbox, as its address says; without a view it is what waits for the reader, or for others where
 *  nothing can wait for them. */
export const inboxRequest = z.object({
  view: optional(z.enum(INBOX_VIEWS)),
  after: optional(pageRequest.shape.after),
  before: optional(pageRequest.shape.before),
  limit: pageRequest.shape.limit.default(50).catch(50),
})
export type InboxRequest = z.output<typeof inboxRequest>
