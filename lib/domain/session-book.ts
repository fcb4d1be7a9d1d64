import type { ObservedIssuance, SessionRef } from '@/lib/domain/observation'

/** What is known of one observed delegated session. Times are milliseconds. Identities and systems are by key. */
export type BookedSession = {
  id: string
  externalId: string | null
  sessionArn: string | null
  issuedAt: number
  /** False where nothing said yet when the session began: `issuedAt` is then its first call's time. */
  isIssueTimeKnown: boolean
  issuanceSeen: boolean
  expiresAt: number | null
  method: string | null
  name: string | null
  principal: string
  actor: string
  isActorVague: boolean
  system: string
  parentId: string | null
  depth: number
  sourceIdentity: string | null
  sourceAddress: string | null
  tags: Record<string, string>
  transitiveTagKeys: string[]
  sessionPolicy: Record<string, unknown> | null
  state: 'stored' | 'changed' | 'new'
}

/** Seconds between what the issuer and a later call say of when a session began; and for one credential's id, which
 *  names its session by itself. */
const NAME_TOLERANCE = 2_000
const KEY_TOLERANCE = 60_000
/** The longest that issuers we know of let a session live. */
export const LONGEST_LIFE_MS = 36 * 3_600_000

/** The sessions that a batch of records speaks of, found by credential or by name and time of issue. */
export class SessionBook {
  private readonly byKey = new Map<string, BookedSession[]>()
  private readonly byArn = new Map<string, BookedSession[]>()
  readonly sessions: BookedSession[] = []

  add(session: BookedSession): BookedSession {
    this.sessions.push(session)
    if (session.externalId) append(this.byKey, session.externalId, session)
    if (session.sessionArn) append(this.byArn, session.sessionArn, session)
    return session
  }

  /** The session a record means. A credential's id decides, but not against the session's name: redacted logs give one
   *  id to many. Without one, name and time do. */
  find(ref: SessionRef): BookedSession | null {
    const byKey = this.nearest(this.candidatesByKey(ref), ref)
    if (byKey) return byKey
    const sameName = ref.sessionArn && ref.isIssueTimeKnown ? (this.byArn.get(ref.sessionArn) ?? []) : []
    const open = sameName.filter((each) => each.isIssueTimeKnown && (!ref.externalId || !each.externalId))
    return this.nearest(
      open.filter((session) => Math.abs(session.issuedAt - ref.issuedAt) <= NAME_TOLERANCE),
      ref,
    )
  }

  /** The session, made known if it was not. */
  findOrAdd(ref: SessionRef, makeId: (ref: SessionRef) => string): BookedSession {
    const found = this.find(ref)
    if (!found) return this.add(fromRef(ref, makeId(ref)))
    this.learnFromRef(found, ref)
    return found
  }

  private learnFromRef(session: BookedSession, ref: SessionRef): void {
    if (!session.externalId && ref.externalId) append(this.byKey, ref.externalId, session)
    if (!session.sessionArn && ref.sessionArn) append(this.byArn, ref.sessionArn, session)
    fill(session, ref, ['externalId', 'sessionArn', 'name', 'sourceIdentity'])
    if (!session.isIssueTimeKnown) learnBeginning(session, ref)
    if (session.isActorVague && !session.issuanceSeen && !ref.likelyActor.isVague) {
      change(session, { actor: ref.likelyActor.key, isActorVague: false })
    }
  }

  private candidatesByKey(ref: SessionRef): BookedSession[] {
    const sameKey = ref.externalId ? (this.byKey.get(ref.externalId) ?? []) : []
    return sameKey.filter((session) => {
      if (session.sessionArn && ref.sessionArn && session.sessionArn !== ref.sessionArn) return false
      return canBeOne(session, ref)
    })
  }

  private nearest(candidates: BookedSession[], { issuedAt }: SessionRef): BookedSession | null {
    const distance = (session: BookedSession) => Math.abs(session.issuedAt - issuedAt)
    const name = (session: BookedSession) => session.externalId ?? session.id
    return candidates.toSorted((a, b) => distance(a) - distance(b) || (name(a) < name(b) ? -1 : 1))[0] ?? null
  }
}

/** Whether two namings of one credential can be of one session, by their times: of its beginning, or of a call in it. */
function canBeOne(session: BookedSession, ref: SessionRef): boolean {
  const gap = ref.issuedAt - session.issuedAt
  if (session.isIssueTimeKnown && ref.isIssueTimeKnown) return Math.abs(gap) <= KEY_TOLERANCE
  const latest = ref.isIssueTimeKnown ? KEY_TOLERANCE : LONGEST_LIFE_MS
  const earliest = session.isIssueTimeKnown ? KEY_TOLERANCE : LONGEST_LIFE_MS
  return gap >= -earliest && gap <= latest
}

/** A session known by its calls alone began with the first of them, until a record says when. */
function learnBeginning(session: BookedSession, { issuedAt, isIssueTimeKnown }: SessionRef): void {
  if (isIssueTimeKnown) change(session, { issuedAt, isIssueTimeKnown })
  else if (issuedAt < session.issuedAt) change(session, { issuedAt })
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** Sets what differs, and remembers that the row has to be written. */
export function change(session: BookedSession, values: Partial<BookedSession>): void {
  for (const [key, value] of Object.entries(values)) {
    if (JSON.stringify(session[key as keyof BookedSession]) === JSON.stringify(value)) continue
    Object.assign(session, { [key]: value })
    if (session.state === 'stored') session.state = 'changed'
  }
}

/** Sets what was unknown; the known stays, so that the order of records does not matter. */
function fill<K extends keyof BookedSession>(session: BookedSession, values: Pick<BookedSession, K>, keys: K[]): void {
  for (const key of keys) if (session[key] === null) change(session, { [key]: values[key] })
}

function fromRef(ref: SessionRef, id: string): BookedSession {
  const { externalId, sessionArn, issuedAt, isIssueTimeKnown, name, sourceIdentity, likelyActor } = ref
  return {
    ...{ id, externalId, sessionArn, issuedAt, isIssueTimeKnown, name, sourceIdentity },
    ...{ issuanceSeen: false, expiresAt: null, method: null, parentId: null, depth: 0, sourceAddress: null },
    ...{ principal: ref.principal.key, actor: likelyActor.key, isActorVague: likelyActor.isVague === true },
    ...{ system: ref.system.key, tags: {}, transitiveTagKeys: [], sessionPolicy: null, state: 'new' as const },
  }
}

/** Adds what the issuing record says. The first issuance seen stands; a copy of it only fills what the first lacks, and
 *  one that names the caller exactly prevails over one that gives a number. */
export function learnIssuance(session: BookedSession, issuance: ObservedIssuance): void {
  const isActorVague = issuance.actor.isVague === true
  if (!session.issuanceSeen) {
    const { issuedAt, principal, system } = issuance
    change(session, { issuanceSeen: true, issuedAt, principal: principal.key, system: system.key })
    change(session, { actor: issuance.actor.key, isActorVague, name: issuance.name ?? session.name })
  } else if (session.isActorVague && !isActorVague) {
    change(session, { actor: issuance.actor.key, isActorVague })
  }
  fill(session, issuance, ['expiresAt', 'method', 'name', 'sourceIdentity', 'sourceAddress', 'sessionPolicy'])
  const isTagged = Object.keys(issuance.tags).every((key) => key in session.tags)
  if (!isTagged) change(session, { tags: { ...issuance.tags, ...session.tags } })
  change(session, {
    transitiveTagKeys: [...new Set([...session.transitiveTagKeys, ...issuance.transitiveTagKeys])].sort(),
  })
}
