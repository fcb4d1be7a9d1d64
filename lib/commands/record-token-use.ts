import { statement } from '@/lib/db/statement'

const EVERY_MS = 60_000
const MOST_REMEMBERED = 10_000

const touch = statement(
  'record-token-use',
  `update api_tokens set last_used_at = $3 where org_id = $1 and id = $2 and (last_used_at is null or last_used_at < $4)`,
)

/** When each token's last use was last put down by this process. */
const recordedAt = new Map<string, number>()

/** Puts down that a token was used, once a minute at most, without anybody waiting for it: a note for people. */
export function recordTokenUse({ orgId, id }: { orgId: string; id: string }, now: Date): void {
  const last = recordedAt.get(id)
  if (last !== undefined && now.getTime() - last < EVERY_MS) return
  if (recordedAt.size > MOST_REMEMBERED) recordedAt.clear()
  recordedAt.set(id, now.getTime())
  touch([orgId, id, now, new Date(now.getTime() - EVERY_MS)]).catch(() => recordedAt.delete(id))
}
