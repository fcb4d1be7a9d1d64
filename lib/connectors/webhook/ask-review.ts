import { postSigned, type WebhookTarget } from '@/lib/connectors/webhook/post-signed'
import { type ReviewAnswer, reviewAnswer } from '@/lib/domain/review'
import { type FetchGuard, parseJson } from '@/lib/outbound/guarded-fetch'

/** A reviewer may be a model that thinks for a while; its word is short. */
const BOUNDS = { limitMs: 30_000, maxBytes: 65_536 }

/** Posts a question to an external reviewer, signed, and reads its answer. @throws Error with half a sentence that says why
 *  there is none */
export async function askReview(
  target: WebhookTarget,
  question: { id: string; at: Date; body: unknown },
  guard: FetchGuard,
  bounds = BOUNDS,
): Promise<ReviewAnswer> {
  const answer = reviewAnswer.safeParse(parseJson(await postSigned(target, question, guard, bounds)))
  if (!answer.success) throw new Error('it answered with something other than a review')
  return answer.data
}
