import type { KeyedCall, StoredAnswer } from '@/lib/commands/claim-idempotency-key'
import { statement } from '@/lib/db/statement'

const keep = statement(
  'keep-idempotent-answer',
  `update idempotency_keys set status = $5, response = $6 where org_id = $1 and caller = $2 and key = $3
     and request_sha256 = $4`,
)
const release = statement(
  'release-idempotency-key',
  `delete from idempotency_keys where org_id = $1 and caller = $2 and key = $3 and request_sha256 = $4 and status is null`,
)

/** Keeps what a call was answered, for whoever makes it again; without an answer, the call may be made anew. */
export async function settleIdempotencyKey(call: KeyedCall, answer: StoredAnswer | null): Promise<void> {
  const of = [call.orgId, call.caller, call.key, call.sha256]
  if (answer) await keep([...of, answer.status, JSON.stringify(answer.response)])
  else await release(of)
}
