import { type MessageOutcome, settleMessage } from '@/lib/commands/settle-message'
import { MailError, sendMail } from '@/lib/connectors/mail/send-mail'
import { postSigned } from '@/lib/connectors/webhook/post-signed'
import { webhookBody } from '@/lib/connectors/webhook/webhook-body'
import { systemContext } from '@/lib/domain/context'
import type { JobPayload } from '@/lib/domain/job'
import type { Letter } from '@/lib/domain/letter'
import { isLoopbackUrl, mailEnv, settings } from '@/lib/env'
import { findQueuedMessage, type QueuedMessage } from '@/lib/queries/find-queued-message'

type Outcome = Omit<MessageOutcome, 'messageId'>

function toLetter({ linkPath, ...message }: QueuedMessage): Letter {
  const homeHref = settings().REMIT_URL
  const { id, kind, subject, body, createdAt, approvalId, zone } = message
  const path = linkPath ?? body.path
  const actionHref = path && `${homeHref}${path}`
  const isLink = linkPath !== null
  return { id, kind, subject, body, createdAt, approvalId, zone, homeHref, actionHref, isLink }
}

async function send(message: QueuedMessage, now: Date): Promise<Outcome> {
  const { destination, obsolete, id } = message
  if (obsolete) return { error: obsolete, isFinal: true }
  const letter = toLetter(message)
  if (destination.by === 'webhook') {
    const { secret, url, format } = destination
    if (secret === null) return { error: 'its secret was sealed under another REMIT_SECRET', isFinal: true }
    const body = webhookBody(letter, format)
    await postSigned({ secret, url }, { id, at: now, body }, { isLocal: isLoopbackUrl(settings().REMIT_URL) })
    return { error: null }
  }
  const server = mailEnv()
  if (!server) return { error: null, kept: true }
  await sendMail(destination.address, letter, server)
  return { error: null }
}

/** Sends one message, and records how it went; where no mail server is set, it is kept to be read in Remit. What failed is
 *  tried again by the queue's own retries. */
export async function sendMessages(payload: JobPayload<'send-messages'>, now: Date): Promise<void> {
  const ctx = systemContext(payload.orgId, 'messages', now)
  const message = await findQueuedMessage(ctx, payload.messageId)
  if (!message) return
  const outcome = await send(message, now).catch((error: unknown): Outcome => {
    const isFinal = error instanceof MailError && error.isFinal
    return { error: error instanceof Error ? error.message.slice(0, 300) : 'unknown error', isFinal }
  })
  const { willRetry } = await settleMessage(ctx, { messageId: payload.messageId, ...outcome })
  if (willRetry) throw new Error(`a message could not be sent yet: ${outcome.error}`)
}
