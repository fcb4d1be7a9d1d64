import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'

const MINUTE = 60_000

type Count = { allowed: number; denied: number; first: number; last: number }
type OfSession = { system: string; uses: Map<string, Count & { known: boolean }>; minutes: Map<number, Count> }

/** One call, its session and system by UUID, its time in milliseconds. */
type CountedUse = {
  session: string
  system: string
  permission: string
  isKnown: boolean
  isAllowed: boolean
  at: number
}

/** Adds up uses by session and permission, and by session and minute. */
export class UseTally {
  private readonly sessions = new Map<string, OfSession>()
  /** Calls added. */
  calls = 0

  add({ session, system, permission, isKnown, isAllowed, at }: CountedUse): void {
    this.calls++
    let whole = this.sessions.get(session)
    if (!whole) {
      whole = { system, uses: new Map(), minutes: new Map() }
      this.sessions.set(session, whole)
    }
    let use = whole.uses.get(permission)
    if (!use) {
      use = { ...noneAt(at), known: isKnown }
      whole.uses.set(permission, use)
    }
    const start = at - (at % MINUTE)
    let minute = whole.minutes.get(start)
    if (!minute) {
      minute = noneAt(start)
      whole.minutes.set(start, minute)
    }
    bump(use, isAllowed, at)
    bump(minute, isAllowed, start)
  }

  /** Rows in the order of their keys, so that two writers would lock alike. */
  rows() {
    const sessions = [...this.sessions].sort(([a], [b]) => (a < b ? -1 : 1))
    return {
      uses: sessions.flatMap(([session, { system, uses }]) =>
        [...uses].map(([permission, use]) => ({ session, system, permission, ...use })),
      ),
      minutes: sessions.flatMap(([session, { minutes }]) =>
        [...minutes.values()].map((minute) => ({ session, ...minute })),
      ),
    }
  }
}

const noneAt = (at: number): Count => ({ allowed: 0, denied: 0, first: at, last: at })

function bump(count: Count, isAllowed: boolean, at: number): void {
  if (isAllowed) count.allowed++
  else count.denied++
  if (at < count.first) count.first = at
  if (at > count.last) count.last = at
}

/** Adds the tally to what is stored: two statements, however many. What a session used in all is added up when it is
 *  measured: its row has many indexes, and a log names it in batch after batch. */
export async function recordObservedUses(tx: Tx, ctx: Context, tally: UseTally): Promise<void> {
  if (tally.calls === 0) return
  const { uses, minutes } = tally.rows()
  await tx.$executeRaw`
    insert into delegated_session_uses as u (org_id, session_id, system_id, permission, is_known, allowed_count, denied_count, first_at, last_at)
    select ${ctx.orgId}::uuid, r.session, r.system, r.permission, r.known, r.allowed, r.denied, to_timestamp(r.first / 1000), to_timestamp(r.last / 1000)
    from jsonb_to_recordset(${JSON.stringify(uses)}::jsonb)
      r (session uuid, system uuid, permission text, known bool, allowed int, denied int, first float8, last float8)
    on conflict (org_id, session_id, system_id, permission) do update set
      allowed_count = u.allowed_count + excluded.allowed_count, denied_count = u.denied_count + excluded.denied_count,
      is_known = u.is_known or excluded.is_known,
      first_at = least(u.first_at, excluded.first_at), last_at = greatest(u.last_at, excluded.last_at)`
  await tx.$executeRaw`
    insert into delegated_session_activity as a (org_id, session_id, minute, allowed_count, denied_count)
    select ${ctx.orgId}::uuid, r.session, to_timestamp(r.first / 1000), r.allowed, r.denied
    from jsonb_to_recordset(${JSON.stringify(minutes)}::jsonb) r (session uuid, first float8, allowed int, denied int)
    on conflict (org_id, session_id, minute) do update set
      allowed_count = a.allowed_count + excluded.allowed_count, denied_count = a.denied_count + excluded.denied_count`
}
