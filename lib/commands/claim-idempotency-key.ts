import { statement } from '@/lib/db/statement'
import { DomainError } from '@/lib/domain/error'

/** One call by one token: `sha256` is of all that makes it this call and no other. */
export type KeyedCall = { orgId: string; caller: string; key: string; sha256: Buffer }
export type StoredAnswer = { status: number; response: unknown }

const DAY_MS = 86_400_000
/** After so long without an answer, whoever began has died: the call may be made again. */
const ABANDONED_MS = 60_000

const claim = statement<{ key: string }>(
  'claim-idempotency-key',
  `insert into idempotency_keys as k (org_id, caller, key, request_sha256, created_at) values ($1, $2, $3, $4, $5)
   on conflict (org_id, caller, key) do update
     set request_sha256 = excluded.request_sha256, created_at = excluded.created_at, status = null, response = null
     where k.created_at < $6 or (k.status is null and k.created_at < $7 and k.request_sha256 = excluded.request_sha256)
   returning k.key`,
)
const read = statement<{ isSame: boolean; status: number | null; response: unknown }>(
  'read-idempotency-key',
  `select request_sha256 = $4 as "isSame", status, response from idempotency_keys
   where org_id = $1 and caller = $2 and key = $3`,
)

/** Takes a key for a call. Null: it is the caller's to make now. Else what the same call was answered before.
 *  @throws DomainError `key_reused` for another call with this key, `in_progress` while the first is being made */
export async function claimIdempotencyKey(call: KeyedCall, now: Date): Promise<StoredAnswer | null> {
  const of = [call.orgId, call.caller, call.key, call.sha256]
  const before = (ms: number) => new Date(now.getTime() - ms)
  const taken = await claim([...of, now, before(DAY_MS), before(ABANDONED_MS)])
  if (taken.length > 0) return null
  const [stored] = await read(of)
  if (!stored) throw new DomainError('in_progress', 'A call with this Idempotency-Key has just failed. Try again.')
  if (!stored.isSame) throw new DomainError('key_reused', 'This Idempotency-Key was used for another request.')
  if (stored.status === null)
    throw new DomainError('in_progress', 'The first call with this Idempotency-Key is being made.')
  return { status: stored.status, response: stored.response }
}
