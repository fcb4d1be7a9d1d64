import type { InboxItem } from '@/lib/domain/inbox'
import { formatDuration } from '@/lib/format'
import { ask, decide, offer } from './actions'
import type { Way } from './answer-dialog'
import { keepsVotes, type OfferDraft, type OfferFigures, toTerms } from './offer-terms'

const APPROVED = 'Looked at what is asked: it is what is needed.'

function rest({ votes }: InboxItem): string[] {
  const left = votes.needed - votes.given - 1
  return left > 0 ? [`${left} more ${left === 1 ? 'vote is' : 'votes are'} needed after yours.`] : []
}

function ifApproved(item: InboxItem): string[] {
  const { kind, actor, terms, me } = item
  if (me.isConsent)
    return [`${actor?.name} may act in your name within these bounds. You can take this back at any time.`]
  if (kind === 'policy')
    return ['These rules hold at once, for what is asked from then on. What waits keeps its rules.']
  if (kind === 'grant')
    return [
      'The grant is active with the last vote, or from its start where that is later. The clock starts then.',
      `${actor?.name} may then ask for sessions within these bounds, as often as it needs.`,
    ]
  const life = terms?.ttlSeconds == null ? 'its life' : formatDuration(terms.ttlSeconds)
  return [
    `Its client may take one session, once, within the hour. Its ${life} begin when it is taken.`,
    'Nothing else can be taken with this approval: another request is another question.',
  ]
}

function ifDenied({ kind, change }: InboxItem): string[] {
  if (kind === 'policy') return ['The rules stay as they are. Whoever proposed them reads your reason.']
  if (kind === 'session')
    return [
      'Its client is told that access was denied, and gets no session.',
      'It may ask again, which is a new question.',
    ]
  const stays = change === 'extend' || change === 'widen'
  const first = stays ? 'The grant stays as it is.' : 'The grant never becomes active. It has to be asked for again.'
  return [first, 'Whoever asked reads your reason.']
}

type Vote = 'approve' | 'deny'

/** A vote on what is asked. */
export function voteWay(item: InboxItem, vote: Vote, onBehalfOf: string | null): Way {
  const isYes = vote === 'approve'
  const verb = isYes ? (item.me.isConsent ? 'Agree' : 'Approve') : 'Deny'
  const inPlace = item.me.inPlaceOf.find(({ id }) => id === onBehalfOf)
  const place = inPlace ? [`You vote in the place of ${inPlace.name}, which the log tells.`] : []
  const { id: approvalId, revision } = item
  return {
    ...{ verb, title: `${verb}?`, leaves: true, done: isYes ? 'Approved' : 'Denied' },
    label: isYes ? 'Comment, kept in the audit log' : 'Reason, told to whoever asked and kept in the audit log',
    facts: [...place, ...(isYes ? [...ifApproved(item), ...rest(item)] : ifDenied(item))],
    run: (comment) => decide({ approvalId, revision, vote, comment: comment || (isYes ? APPROVED : ''), onBehalfOf }),
    isOptional: isYes,
  }
}

/** A counter-offer on what the table says. */
export function offerWay(
  item: InboxItem,
  draft: OfferDraft,
  figures: OfferFigures,
  onBehalfOf: string | null,
  now: Date,
): Way {
  const { id: approvalId, revision, kind, votes, requestedBy } = item
  const isTaken = kind === 'session'
  const kept =
    votes.given === 0
      ? []
      : [
          keepsVotes(item, draft)
            ? 'Votes cast for more still count.'
            : 'Votes cast so far count no more: it begins at another time.',
        ]
  const who = isTaken
    ? 'It stands at once, with your vote: a pipeline cannot answer, and gets no more than was approved.'
    : `${requestedBy} accepts it or not. Once accepted it is your vote.`
  return {
    ...{ verb: 'Offer', title: `Offer ${figures.words}?`, leaves: true, done: 'Offered' },
    label: 'Note, told to whoever asked',
    facts: [who, ...kept, 'The clock starts at the last vote.'],
    run: (note) => offer({ approvalId, revision, terms: toTerms(item, draft, now), note, onBehalfOf }),
  }
}

/** A question to whoever asked. */
export function askWay({ id: approvalId, requestedBy }: InboxItem): Way {
  return {
    ...{ verb: 'Ask', title: 'Ask about it', leaves: false, done: 'Asked' },
    label: `Question to ${requestedBy}`,
    facts: ['Everybody who decides on this reads question and answer.', 'The deadline stays.'],
    run: (body) => ask({ approvalId, body }),
  }
}
