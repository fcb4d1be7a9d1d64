import { z } from 'zod'
import type { MessageBody, MessageKind } from '@/lib/domain/message'
import { pageRequest } from '@/lib/domain/page'

const optional = <T extends z.ZodType>(type: T) => type.optional().catch(undefined)

/** Whose messages: the reader's own, or everybody's, which admins may see without the links in them. */
export const messageListRequest = z.object({
  view: z.enum(['mine', 'all']).default('mine').catch('mine'),
  message: optional(z.string().max(90)),
  after: optional(pageRequest.shape.after),
  before: optional(pageRequest.shape.before),
  limit: pageRequest.shape.limit.default(50).catch(50),
})
export type MessageListRequest = z.output<typeof messageListRequest>

/** A message as the page of sent mail shows it. Ids are public. `path`: where it leads; the link to decide by only for whom
 *  it was made. `by`: how it left. */
export type MessageRow = {
  id: string
  kind: MessageKind
  to: string
  by: 'mail' | 'endpoint' | 'kept'
  subject: string
  body: MessageBody
  status: 'queued' | 'sent' | 'failed'
  lastError: string | null
  createdAt: Date
  sentAt: Date | null
  path: string | null
  isLink: boolean
}
