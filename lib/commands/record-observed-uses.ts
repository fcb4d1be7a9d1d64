import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'

const MINUTE = 60_000

type Count = { session: string; allowed: number; denied: number; first: number; last: number }
type UseCount = Count & { system: string; permission: string; known: boolean }

/** One call, its session and system by UUID, its time in milliseconds. */
type CountedUse = {
  session: string
  system: string
  permission: string
  isKnown: boolean
  isAllowed: boolean
  at: number
}

/** Adds up uses by session and permission, by session and minute, and by session. */
export class UseTally {
  private readonly uses = new Map<string, UseCount>()
  private readonly minutes = new Map<string, Count>()
  private readonly sessions = new Map<string, Count>()

  /** Calls added. */
  calls = 0

  add({ session, system, permission, isKnown: known, isAllowed, at }: CountedUse): void {
    this.calls++
    const none = () => ({ session, allowed: 0, denied: 0, first: at, last: at })
    const useKey = `${session}|${system}|${permission}`
    bump(this.uses, useKey, () => ({ ...none(), system, permission, known }), isAllowed, at)
    const minute = at - (at % MINUTE)
    bump(this.minutes, `${session}|${minute}`, () => ({ ...none(), first: minute }), isAllowed, minute)
    bump(this.sessions, session, none, isAllowed, at)
  }

  get sessionIds(): string[] {
    return [...this.sessions.keys()]
  }

  /** Rows in the order of their keys, so that two writers would lock alike. */
  rows() {
    const sorted = <T extends Count>(map: Map<string, T>) =>
      [...map.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
    return { uses: sorted(this.uses), minutes: sorted(this.minutes), sessions: sorted(this.sessions) }
  }
}

function bump<T extends Count>(
  map: Map<string, T>,
  key: string,
  create: () => T,
  isAllowed: boolean,
  at: number,
): void {
  const count = map.get(key) ?? create()
  map.set(key, count)
  if (isAllowed) count.allowed++
  else count.denied++
  if (at < count.first) count.first = at
  if (at > count.last) count.last = at
}

/** Adds the tally to what is stored: three statements, however many. */
export async function recordObservedUses(tx: Tx, ctx: Context, tally: UseTally): Promise<void> {
  if (tally.calls === 0) return
  const { uses, minutes, sessions } = tally.rows()
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
  await tx.$executeRaw`
    update delegated_sessions s set
      allowed_count = s.allowed_count + r.allowed, denied_count = s.denied_count + r.denied,
      first_used_at = least(s.first_used_at, to_timestamp(r.first / 1000)),
      last_used_at = greatest(s.last_used_at, to_timestamp(r.last / 1000))
    from jsonb_to_recordset(${JSON.stringify(sessions)}::jsonb) r (session uuid, allowed int, denied int, first float8, last float8)
    where s.org_id = ${ctx.orgId}::uuid and s.id = r.session`
}
