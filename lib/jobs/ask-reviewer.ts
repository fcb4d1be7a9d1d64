import { recordReview } from '@/lib/commands/record-review'
import { recordReviewFailure } from '@/lib/commands/record-review-failure'
import { askReview } from '@/lib/connectors/webhook/ask-review'
import { systemContext } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import type { JobPayload } from '@/lib/domain/job'
import { isLoopbackUrl, settings } from '@/lib/env'
import { findReviewQuestion } from '@/lib/queries/find-review-question'

/** Asks an external reviewer and records what it says. One that fails is asked again by the queue's own retries, until its
 *  time is over and silence says what the rules make of it. */
export async function askReviewer(payload: JobPayload<'ask-reviewer'>, now: Date): Promise<void> {
  const { orgId, approvalId, position } = payload
  const ctx = systemContext(orgId, 'reviewers', now)
  const question = await findReviewQuestion(ctx, payload)
  if (!question) return
  const { url, secret, messageId, body, endpointId } = question
  const guard = { isLocal: isLoopbackUrl(settings().REMIT_URL) }
  const asked = askReview({ url, secret }, { id: messageId, at: now, body }, guard)
  const answer = await asked.catch(async (error: unknown) => {
    const reason = error instanceof Error ? error.message.slice(0, 300) : 'unknown error'
    await recordReviewFailure(ctx, { approvalId, endpointId, error: reason })
    throw new Error(`a reviewer could not be asked yet: ${reason}`)
  })
  await recordReview(ctx, { approvalId, position, ...answer }).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error
  })
}
