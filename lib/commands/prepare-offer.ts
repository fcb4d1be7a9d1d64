import type { StoredQuestion } from '@/lib/db/question'
import { applyOffer, isOfferable, narrowSession, type OfferedTerms } from '@/lib/domain/counter-offer'
import { DomainError } from '@/lib/domain/error'
import { askedGrant, endOf, type GrantTerms, staysWithin } from '@/lib/domain/grant-terms'
import { askedSession } from '@/lib/domain/session-request'
import { fromPublicId } from '@/lib/id'

/** An offer, ready to be stored: what would stand and what stands now. `isTaken`: nobody has to say yes to it first. */
export type PreparedOffer = { terms: object; before: object; keepsVotes: boolean; isTaken: boolean }

const SHORTEST_SECONDS = 60

function checkNew(before: object, after: object): void {
  if (JSON.stringify(before) === JSON.stringify(after))
    throw new DomainError('invalid_input', 'This is what is asked already: approve it.')
}

const tooWide = () => new DomainError('offer_too_wide', 'An offer gives less than what was asked, or the same later.')

function checkTerms(terms: GrantTerms, now: Date): void {
  if (new Set(terms.targets.map(({ systemId }) => systemId)).size < terms.targets.length)
    throw new DomainError('invalid_input', 'Name each system once.')
  const end = endOf(terms, now)
  const start = terms.startsAt && terms.startsAt > now ? terms.startsAt : now
  if (end !== null && end <= start) throw new DomainError('invalid_input', 'The offer would be over before it starts.')
  if (terms.maxSessionTtlSeconds < SHORTEST_SECONDS)
    throw new DomainError('invalid_input', 'A session lives for a minute at least.')
}

/** An offer of a grant, or of a change of one. What changes a grant must still go beyond nothing: that is for people to see. */
export function offerOfGrant({ row }: StoredQuestion, offered: OfferedTerms, now: Date): PreparedOffer {
  const { terms: before } = askedGrant.parse(row.asked)
  const targets = offered.targets?.map((each) => ({ ...each, systemId: fromPublicId('system', each.systemId) }))
  const terms = applyOffer(before, { ...offered, targets })
  checkNew(before, terms)
  checkTerms(terms, now)
  if (!isOfferable(before, terms, now)) throw tooWide()
  return { terms, before, keepsVotes: staysWithin(before, terms, now), isTaken: false }
}

/** An offer of a session. The pipeline that asks cannot answer; it gets what was approved, or leaves it. */
export function offerOfSession({ row }: StoredQuestion, offered: OfferedTerms): PreparedOffer {
  const before = askedSession.parse(row.asked)
  const terms = narrowSession(before, offered)
  if (!terms) throw tooWide()
  checkNew(before, terms)
  if (terms.ttlSeconds < Math.min(SHORTEST_SECONDS, before.ttlSeconds))
    throw new DomainError('invalid_input', 'A session lives for a minute at least.')
  return { terms, before, keepsVotes: true, isTaken: true }
}
