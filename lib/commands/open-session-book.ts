import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { SessionRef } from '@/lib/domain/observation'
import { type BookedSession, LONGEST_LIFE_MS, SessionBook } from '@/lib/domain/session-book'

/** How far a session's id may lie from the time a record gives for its beginning. */
const SLACK_MS = 10 * 60_000
type StoredSession = Omit<BookedSession, 'state' | 'issuedAt' | 'expiresAt' | 'isActorVague'> & {
  issuedAt: Date
  expiresAt: Date | null
  actorVague: string | null
}

/** Opens the book at every session that these records can mean. Looks only where ids of that time lie. */
export async function openSessionBook(tx: Tx, ctx: Context, refs: readonly SessionRef[]): Promise<SessionBook> {
  const book = new SessionBook()
  if (refs.length === 0) return book
  const times = refs.map((ref) => ref.issuedAt)
  const earliest =
    times.reduce((least, at) => Math.min(least, at)) - (refs.every(hasIssueTime) ? SLACK_MS : LONGEST_LIFE_MS)
  // A session that was first known by a call in it has that call's time in its id.
  const latest = times.reduce((most, at) => Math.max(most, at)) + LONGEST_LIFE_MS
  const ids = await findIds(tx, ctx, refs, { earliest: new Date(earliest), latest: new Date(latest) })
  for (const row of ids.length > 0 ? await readSessions(tx, ctx, ids) : []) book.add(toBooked(row))
  return book
}

type Window = { earliest: Date; latest: Date }

/** Apart from reading them, and these in turn apart from what they are joined with: Postgres cannot know how few there
 *  are, and asked for all at once reads every session there is. */
async function findIds(
  tx: Tx,
  ctx: Context,
  refs: readonly SessionRef[],
  { earliest, latest }: Window,
): Promise<string[]> {
  const keys = refs.map((ref) => ({ k: ref.externalId, a: ref.sessionArn, t: ref.issuedAt }))
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with wanted as materialized (select * from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) w (k text, a text, t float8))
    select s.id from (select distinct k from wanted where k is not null) w
      join delegated_sessions s on s.org_id = ${ctx.orgId}::uuid and s.external_id = w.k
        and s.id between uuid_floor(${earliest}) and uuid_floor(${latest})
    union
    select s.id from (select distinct a, t from wanted where a is not null) w
      join delegated_sessions s on s.org_id = ${ctx.orgId}::uuid and s.session_arn = w.a
        and s.issued_at between to_timestamp(w.t / 1000 - 2) and to_timestamp(w.t / 1000 + 2)
        and s.id between uuid_floor(${earliest}) and uuid_floor(${latest})`
  return rows.map((row) => row.id)
}

async function readSessions(tx: Tx, ctx: Context, ids: string[]): Promise<StoredSession[]> {
  return tx.$queryRaw<StoredSession[]>`
    with own as materialized (
      select s.* from unnest(${ids}::uuid[]) i (id) cross join lateral (
        select * from delegated_sessions s where s.org_id = ${ctx.orgId}::uuid and s.id = i.id limit 1) s)
    select s.id, s.external_id "externalId", s.session_arn "sessionArn", s.issued_at "issuedAt", s.issuance_seen "issuanceSeen",
      s.expires_at "expiresAt", s.method, s.name, s.parent_id "parentId", s.depth, s.source_identity "sourceIdentity",
      s.source_address "sourceAddress", s.tags, s.transitive_tag_keys "transitiveTagKeys", s.session_policy "sessionPolicy",
      s.issuance_seen or s.issued_at is distinct from (
        select min(u.first_at) from delegated_session_uses u where u.org_id = s.org_id and u.session_id = s.id) "isIssueTimeKnown",
      (select p.external_id from identities p where p.org_id = s.org_id and p.id = s.principal_id) principal,
      (select a.external_id from identities a where a.org_id = s.org_id and a.id = s.actor_id) actor,
      (select a.attributes->>'vague' from identities a where a.org_id = s.org_id and a.id = s.actor_id) "actorVague",
      (select y.key from systems y where y.org_id = s.org_id and y.id = s.system_id) system
    from own s where s.origin = 'observed' order by s.id`
}

const hasIssueTime = (ref: SessionRef) => ref.isIssueTimeKnown

function toBooked({ actorVague, ...row }: StoredSession): BookedSession {
  return {
    ...row,
    issuedAt: row.issuedAt.getTime(),
    expiresAt: row.expiresAt?.getTime() ?? null,
    isActorVague: actorVague !== null,
    state: 'stored',
  }
}
