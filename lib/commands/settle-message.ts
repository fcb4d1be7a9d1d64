import { mutate, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'

/** So often a message is tried; the queue's pauses between grow to a good hour. */
const MOST_ATTEMPTS = 10

/** How one try went. `error`: half a sentence; `isFinal`: trying again would not help. `kept`: to be read in Remit only. */
export type MessageOutcome = { messageId: string; error: string | null; isFinal?: boolean; kept?: boolean }

/** Records whether a message left. Ids are UUIDs. `willRetry`: it waits for another try. Guarded by the row itself and not
 *  Serializable: messages to one endpoint leave side by side, and one whose record was undone would be sent again. */
export async function settleMessage(ctx: Context, outcome: MessageOutcome): Promise<{ willRetry: boolean }> {
  authorize(ctx, 'send-messages')
  const { messageId: id, error, isFinal = false, kept = false } = outcome
  const { orgId, now } = ctx
  const settle = async (tx: Tx) => {
    const message = await tx.message.findUnique({ where: { orgId_id: { orgId, id } } })
    if (message?.status !== 'queued') throw notFound('message that waits')
    const attempts = message.attempts + 1
    const willRetry = error !== null && !isFinal && attempts < MOST_ATTEMPTS
    const status = error === null ? 'sent' : willRetry ? 'queued' : 'failed'
    const body = kept && typeof message.body === 'object' ? { body: { ...message.body, kept } } : {}
    const sentAt = error === null ? now : null
    const { count } = await tx.message.updateMany({
      where: { orgId, id, status: 'queued', attempts: message.attempts },
      data: { status, attempts, lastError: error, sentAt, ...body },
    })
    if (count === 0) throw notFound('message that waits')
    if (message.endpointId) {
      const heard = error === null ? { lastSucceededAt: now, lastError: null } : { lastError: error }
      await tx.endpoint.update({ where: { orgId_id: { orgId, id: message.endpointId } }, data: heard })
    }
    const subject = { subjectKind: 'message', subjectId: id, subjectName: message.subject } as const
    const data = { to: message.address, attempts, ...(kept ? { kept } : {}), ...(error ? { error, willRetry } : {}) }
    const action = error === null ? 'message.sent' : 'message.failed'
    const events = [{ action, ...subject, data }] as const
    return { result: { willRetry }, events }
  }
  return mutate(ctx, settle, { isolation: 'ReadCommitted' })
}
