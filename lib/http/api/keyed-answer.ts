import { createHash } from 'node:crypto'
import { claimIdempotencyKey, type KeyedCall, type StoredAnswer } from '@/lib/commands/claim-idempotency-key'
import { settleIdempotencyKey } from '@/lib/commands/settle-idempotency-key'
import { DomainError } from '@/lib/domain/error'
import type { Caller } from '@/lib/http/api/read-caller'

export type Answer = StoredAnswer & { isReplayed: boolean }

/** Printable ASCII, as it stands or as a string of RFC 8941 in quotes. */
const KEY = /^"?([\x21\x23-\x7e]{1,255})"?$/

function keyedCall(request: Request, body: string, { context, token }: Caller): KeyedCall | null {
  const header = request.headers.get('idempotency-key')
  if (request.method !== 'POST' || header === null) return null
  const key = KEY.exec(header)?.[1]
  if (!key) throw new DomainError('invalid_input', 'An Idempotency-Key is 1–255 visible characters of ASCII.')
  const of = `${request.method} ${new URL(request.url).pathname}\n${body}`
  return { orgId: context.orgId, caller: token.id, key, sha256: createHash('sha256').update(of).digest() }
}

/** What may be answered again: what the call came to. That we could not, or that it was too soon, says nothing of it. */
const isFinal = ({ status }: StoredAnswer) => status < 500 && status !== 429 && status !== 401

/** Makes a call once however often it is sent with its Idempotency-Key, within a day; without one, as often as it is sent.
 *  @throws DomainError `key_reused`, `in_progress`, `invalid_input` */
export async function answerOnce(
  request: Request,
  body: string,
  caller: Caller,
  make: () => Promise<StoredAnswer>,
): Promise<Answer> {
  const call = keyedCall(request, body, caller)
  if (!call) return { ...(await make()), isReplayed: false }
  const before = await claimIdempotencyKey(call, caller.context.now)
  if (before) return { ...before, isReplayed: true }
  const answer = await make().catch(async (error: unknown) => {
    await settleIdempotencyKey(call, null)
    throw error
  })
  await settleIdempotencyKey(call, isFinal(answer) ? answer : null)
  return { ...answer, isReplayed: false }
}
