import type { IdentityRef, Observation, SessionRef, SystemRef } from '@/lib/domain/observation'
import type { BookedSession } from '@/lib/domain/session-book'

/** An identity and when (milliseconds) the records at hand first and last name it. */
export type Mention = { ref: IdentityRef; first: number; last: number }

/** Whom and what a batch of records names, by key; `other…` are those that its sessions need and no record names. */
export type Mentions = {
  identities: Map<string, Mention>
  systems: Map<string, SystemRef>
  otherIdentities: string[]
  otherSystems: string[]
}

/** Collects what must be known before sessions can be written. Someone whom a better record replaced is left out. */
export function mentionsOf(observations: readonly Observation[], sessions: readonly BookedSession[]): Mentions {
  const refs = new Map<string, IdentityRef>()
  const systems = new Map<string, SystemRef>()
  const identities = new Map<string, Mention>()
  const mention = (ref: IdentityRef | null | undefined, at: number) => {
    if (ref) widen(identities, ref, at)
  }
  const known = new Set<SessionRef>()
  for (const { at, issuance, use, attempt } of observations) {
    for (const ref of [use?.session, issuance, issuance?.parent, attempt?.parent]) {
      if (ref && !known.has(ref)) {
        known.add(ref)
        systems.set(ref.system.key, ref.system)
        refs.set(ref.likelyActor.key, ref.likelyActor)
      }
      mention(ref?.principal, at)
    }
    if (issuance) refs.set(issuance.actor.key, issuance.actor)
    if (issuance && !issuance.actor.isVague) mention(issuance.actor, at)
    mention(attempt?.actor, at)
    mention(attempt?.principal, at)
    if (attempt?.system) systems.set(attempt.system.key, attempt.system)
  }
  const touched = sessions.filter((session) => session.state !== 'stored')
  for (const session of touched) mention(refs.get(session.actor), session.issuedAt)
  const needed = sessions.flatMap((session) => [session.actor, session.principal])
  return {
    identities,
    systems,
    otherIdentities: needed.filter((key) => !identities.has(key)),
    otherSystems: sessions.map((session) => session.system).filter((key) => !systems.has(key)),
  }
}

function widen(identities: Map<string, Mention>, ref: IdentityRef, at: number): void {
  const seen = identities.get(ref.key)
  if (!seen) identities.set(ref.key, { ref, first: at, last: at })
  else {
    seen.first = Math.min(seen.first, at)
    seen.last = Math.max(seen.last, at)
  }
}
