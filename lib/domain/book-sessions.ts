import type { Observation, ObservedIssuance, SessionRef } from '@/lib/domain/observation'
import { type BookedSession, change, learnIssuance, type SessionBook } from '@/lib/domain/session-book'

/** What names a session in a record; two records with one such name mean one session. */
function nameOf({ externalId, sessionArn, issuedAt }: SessionRef): string {
  return `${externalId ?? ''}|${sessionArn ?? ''}|${issuedAt}`
}

/** One of each name. Connectors give the records of one session one object, which is told apart more quickly. */
function distinct(refs: ReadonlySet<SessionRef>): SessionRef[] {
  const byName = new Map<string, SessionRef>()
  for (const ref of refs) byName.set(nameOf(ref), ref)
  return [...byName.values()]
}

/** The sessions that calls were made in. */
function calledIn(observations: readonly Observation[]): Set<SessionRef> {
  const refs = new Set<SessionRef>()
  for (const { issuance, use, attempt } of observations) {
    if (use) refs.add(use.session)
    if (issuance?.parent) refs.add(issuance.parent)
    if (attempt?.parent) refs.add(attempt.parent)
  }
  return refs
}

/** Every name of a session in these records, once. */
export function refsOf(observations: readonly Observation[]): SessionRef[] {
  const refs = calledIn(observations)
  for (const { issuance } of observations) if (issuance) refs.add(issuance)
  return distinct(refs)
}

export type BookedSessions = {
  /** The session a record means. */
  find: (ref: SessionRef) => BookedSession | null
  /** UUIDs of stored sessions that turned out to be deeper in a chain than was known. */
  deeper: string[]
}

/** Ties records to sessions, making those known that are not: issuances first, then records that name a credential, then
 *  those that name only the session, each by time; so that the order within a batch does not matter. */
export function bookSessions(
  book: SessionBook,
  observations: readonly Observation[],
  makeId: (ref: SessionRef) => string,
): BookedSessions {
  const issuances = observations.flatMap(({ issuance }) => issuance ?? []).sort(inOrder)
  const issued = issuances.map((issuance) => {
    const session = book.findOrAdd(issuance, makeId)
    learnIssuance(session, issuance)
    return { issuance, session }
  })
  const byRef = new Map<SessionRef, BookedSession>()
  const called = calledIn(observations)
  const byName = new Map(
    distinct(called)
      .sort(inOrder)
      .map((ref) => [nameOf(ref), book.findOrAdd(ref, makeId)]),
  )
  for (const ref of called) byRef.set(ref, byName.get(nameOf(ref)) ?? book.findOrAdd(ref, makeId))
  const find = (ref: SessionRef) => byRef.get(ref) ?? book.find(ref)
  return { find, deeper: issued.flatMap(({ issuance, session }) => linkParent(session, issuance, find)) }
}

function inOrder(a: SessionRef, b: SessionRef): number {
  const order = Number(a.externalId === null) - Number(b.externalId === null) || a.issuedAt - b.issuedAt
  return order || (nameOf(a) < nameOf(b) ? -1 : 1)
}

/** The session whose credentials made the call is the parent. A parent issued after its child is a log that gives one
 *  credential to many, and none. */
function linkParent(session: BookedSession, { parent: ref }: ObservedIssuance, find: BookedSessions['find']): string[] {
  const parent = ref && find(ref)
  if (!parent || parent === session || session.parentId || parent.issuedAt > session.issuedAt) return []
  const wasStored = session.state !== 'new'
  change(session, { parentId: parent.id, depth: parent.depth + 1 })
  return wasStored ? [session.id] : []
}
