import type { ApprovalStory, AskedMember, ToldNote, ToldOffer } from '@/lib/domain/approval-story'
import type { MessageDraft } from '@/lib/domain/message'

/** Why people are told: `opened` and `stage`, that it is their turn; the rest says itself. `broken`: that the glass was. */
export type Telling = 'opened' | 'stage' | 'offered' | 'noted' | 'decided' | 'broken'

type Common = Pick<MessageDraft, 'approvalId'> & { path: string }

const common = ({ id, publicId }: ApprovalStory): Common => ({ approvalId: id, path: `/inbox/${publicId}` })

function askedLead({ sentence, stage }: ApprovalStory, { inPlaceOf }: AskedMember): string {
  const place = inPlaceOf ? ` You vote in the place of ${inPlaceOf}, who is away.` : ''
  const hours = stage?.opensNext ? ` Votes are taken again from ${stage.opensNext}.` : ''
  return `${sentence}${place}${hours}`
}

/** One member's question. Another revision is another question; so is a reminder of it. */
export function askMember(story: ApprovalStory, member: AskedMember, reminder: string | null): MessageDraft {
  const { approvalId, path } = common(story)
  const { stage, revision, facts, purpose, expiresAt, title } = story
  const isConsent = stage?.kind === 'consent'
  const verb = isConsent ? 'Agree?' : 'Decide:'
  const key = `ask:${approvalId}:${stage?.position}:${revision}:${member.memberId}`
  return {
    ...{ approvalId, to: { memberId: member.memberId }, linkUntil: expiresAt },
    key: reminder ? `${key}:${reminder}` : key,
    kind: reminder ? 'approval.reminded' : 'approval.asked',
    subject: `${reminder ? 'Still waiting: ' : ''}${verb} ${title}`,
    body: {
      lead: askedLead(story, member),
      facts,
      quote: purpose,
      path,
      deadline: expiresAt,
      pathWords: 'Look and decide',
    },
  }
}

/** Where nobody is left who could vote, whoever asked should not have to find out by waiting. */
function tellStuck(story: ApprovalStory): MessageDraft[] {
  const { stage, asked, title, revision, id } = story
  if (!stage || asked.length > 0) return []
  const lead = `Nobody who is asked in ${stage.name} can vote on this as things stand. An admin can see to it, or you ask again.`
  const key = `stuck:${id}:${stage.position}:${revision}`
  const body = { lead, path: common(story).path }
  return tellRequester(story, { key, kind: 'approval.question', subject: `Nobody can decide: ${title}`, body })
}

/** Whoever may vote now, and every channel. Nobody where it is a reviewer's turn or it is over. */
function tellAsked(story: ApprovalStory): MessageDraft[] {
  const { stage, status, facts, purpose, sentence, expiresAt, title, revision } = story
  if (status !== 'pending' || !stage || stage.kind === 'reviewer') return []
  const { approvalId, path } = common(story)
  const channel: MessageDraft = {
    ...{ approvalId, kind: 'approval.asked', to: 'channels', subject: `Waiting for ${stage.name}: ${title}` },
    key: `ask:${approvalId}:${stage.position}:${revision}`,
    body: { lead: sentence, facts, quote: purpose, path, deadline: expiresAt },
  }
  return [...story.asked.map((member) => askMember(story, member, null)), ...tellStuck(story), channel]
}

function tellRequester(story: ApprovalStory, rest: Omit<MessageDraft, 'to' | 'approvalId'>): MessageDraft[] {
  if (!story.requesterId) return []
  return [{ ...rest, to: { memberId: story.requesterId }, approvalId: story.id }]
}

function tellOffer(story: ApprovalStory, { id, status, byMemberId, byName, note }: ToldOffer): MessageDraft[] {
  const { approvalId, path } = common(story)
  const rest = { key: `offer:${id}:${status}`, kind: 'approval.offered' } as const
  if (status === 'offered') {
    const lead = `${byName} offers something else than what you asked for. Accept it, or withdraw your request.`
    return tellRequester(story, { ...rest, subject: `An offer: ${story.title}`, body: { lead, quote: note, path } })
  }
  if (status === 'withdrawn') return []
  const lead = `Your offer was ${status} by ${story.requestedBy}.`
  const subject = `Offer ${status}: ${story.title}`
  return [{ ...rest, approvalId, to: { memberId: byMemberId }, subject, body: { lead, path } }]
}

/** A question goes to whoever asked for it; an answer to whoever asked the questions. */
function tellNote(story: ApprovalStory, { id, kind, memberId, byName, body }: ToldNote): MessageDraft[] {
  const { approvalId, path } = common(story)
  const asking = story.notes.filter((note) => note.kind === 'question').map((note) => note.memberId)
  const readers = { question: [story.requesterId], answer: asking, review: [] }[kind]
  const lead = kind === 'question' ? `${byName} asks before deciding.` : `${byName} answers.`
  return [...new Set(readers)]
    .filter((reader): reader is string => reader !== null && reader !== memberId)
    .map((reader) => ({
      ...{ key: `note:${id}:${reader}`, kind: 'approval.question', approvalId, to: { memberId: reader } },
      subject: `${kind === 'question' ? 'A question' : 'An answer'}: ${story.title}`,
      body: { lead, quote: body, path },
    }))
}

const OUTCOMES = {
  approved: 'was approved',
  denied: 'was denied',
  withdrawn: 'was withdrawn',
  lapsed: 'lapsed: nobody decided in time',
} as const

function outcomeOf({ status, votes, denial = null }: ApprovalStory): { lead: string; quote: string | null } {
  if (status === 'pending') return { lead: '', quote: null }
  const deciding = votes.filter(({ vote }) => vote === (status === 'denied' ? 'deny' : 'approve'))
  const isVoted = deciding.length > 0 && (status === 'approved' || status === 'denied')
  const names = isVoted ? ` by ${[...new Set(deciding.map(({ name }) => name))].join(', ')}` : ''
  const quote = isVoted ? (deciding.at(-1)?.comment ?? null) : status === 'denied' ? denial : null
  return { lead: `${OUTCOMES[status]}${names}.`, quote }
}

/** Whoever asked, everybody else who was asked or voted, and the channels; not whoever's vote decided, who knows. */
function tellDecided(story: ApprovalStory): MessageDraft[] {
  const { status, title, requesterId, votes, toldIds } = story
  if (status === 'pending' || !story.isNews) return []
  const { approvalId, path } = common(story)
  const { lead, quote } = outcomeOf(story)
  const last = votes.findLast(({ vote }) => vote === (status === 'denied' ? 'deny' : 'approve'))?.memberId
  const knows = status === 'approved' || status === 'denied' ? last : null
  const others = new Set([...toldIds, ...votes.map(({ memberId }) => memberId)])
  for (const known of [knows, requesterId]) if (known) others.delete(known)
  const rest = { kind: 'approval.decided', approvalId, subject: `${title}: ${status}` } as const
  const say = (to: MessageDraft['to'], whose: string, who: string): MessageDraft => {
    return { ...rest, to, key: `decided:${approvalId}:${who}`, body: { lead: `${whose} ${lead}`, quote, path } }
  }
  return [
    ...(requesterId && status !== 'withdrawn' ? [say({ memberId: requesterId }, 'Your request', requesterId)] : []),
    ...[...others].map((memberId) => say({ memberId }, `The request of ${story.requestedBy}`, memberId)),
    say('channels', `The request of ${story.requestedBy}`, 'channels'),
    ...tellConsented(story),
  ]
}

/** A rule agreed in somebody's name: they are told, and can take it back. */
function tellConsented({
  id,
  title,
  status,
  principalId,
  isAgreedByRule,
  facts,
  sentence,
}: ApprovalStory): MessageDraft[] {
  if (status !== 'approved' || !principalId || !isAgreedByRule) return []
  const lead = `${sentence} The rules of your organisation agreed in your name. You can end it at any time.`
  return [
    {
      ...{ key: `consented:${id}:${principalId}`, kind: 'consent.given', approvalId: id },
      to: { memberId: principalId },
      subject: `In your name: ${title}`,
      body: { lead, facts, path: '/me', pathWords: 'See who acts for you' },
    },
  ]
}

/** Everybody who would have been asked, had nobody broken the glass, and the one in whose name it is. */
function tellBroken(story: ApprovalStory): MessageDraft[] {
  const { id, title, facts, purpose, requestedBy, requesterId, eligibleIds, principalId } = story
  const { path } = common(story)
  const lead = `${requestedBy} took emergency access without asking. Somebody else has to review it.`
  const say = (to: MessageDraft['to'], who: string): MessageDraft => ({
    ...{ key: `broken:${id}:${who}`, kind: 'grant.glass-broken', to, approvalId: id },
    subject: `Emergency access: ${title}`,
    body: { lead, facts, quote: purpose, path },
  })
  const members = new Set([...eligibleIds, ...(principalId ? [principalId] : [])])
  if (requesterId) members.delete(requesterId)
  return [...[...members].map((memberId) => say({ memberId }, memberId)), say('channels', 'channels')]
}

/** Who is told what of a question: decided from how it stands alone, so that a telling that comes late tells the truth. */
export function tellStory(story: ApprovalStory, telling: Telling): MessageDraft[] {
  if (telling === 'broken') return tellBroken(story)
  if (telling === 'decided') return tellDecided(story)
  if (telling === 'noted') return story.notes.flatMap((note) => tellNote(story, note))
  if (telling === 'offered') return [...story.offers.flatMap((offer) => tellOffer(story, offer)), ...tellAsked(story)]
  return tellAsked(story)
}
