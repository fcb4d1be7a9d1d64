import { statement } from '@/lib/db/statement'

const EVERY_MS = 60_000

const touch = statement(
  'record-client-use',
  `update clients set last_used_at = $3 where org_id = $1 and id = $2 and (last_used_at is null or last_used_at < $3)`,
)

/** When each client's last use was last put down by this process. */
const recordedAt = new Map<string, number>()

/** Puts down that a client was here, once a minute at most, without anybody waiting for it: a note for people, that
 *  nothing depends on. */
export function recordClientUse({ orgId, id }: { orgId: string; id: string }, now: Date): void {
  const last = recordedAt.get(id)
  if (last !== undefined && now.getTime() - last < EVERY_MS) return
  recordedAt.set(id, now.getTime())
  touch([orgId, id, now]).catch(() => recordedAt.delete(id))
}
