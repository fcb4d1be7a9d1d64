import { reader } from '@/lib/db'
import { readZone } from '@/lib/db/organisation-zone'
import { readActivePolicy, readQuestion, type StoredQuestion } from '@/lib/db/question'
import { powerlessness } from '@/lib/domain/approval-tally'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { describeOffer } from '@/lib/domain/describe-offer'
import { notFound } from '@/lib/domain/error'
import type { InboxItem, ReaderPart } from '@/lib/domain/inbox'
import type { ApprovalStatus } from '@/lib/domain/life'
import type { NoteView, OfferView, RulesView } from '@/lib/domain/vote-sheet'
import { type WorthFacts, worthKnowing } from '@/lib/domain/worth-knowing'
import { fromPublicId, toPublicId } from '@/lib/id'
import { type InboxReader, readInboxReader } from '@/lib/queries/inbox-sql'
import {
  type ItemSubject,
  readGrantSubject,
  readRulesSubject,
  readSessionSubject,
} from '@/lib/queries/read-item-subject'
import { needsStepUp, powerOf, readRuleVersions } from '@/lib/queries/read-reader-part'
import { readVoteSheet } from '@/lib/queries/read-vote-sheet'
import { readVoterHabits } from '@/lib/queries/read-voter-habits'

type Row = StoredQuestion['row']

async function readOffers({ orgId, actor }: Context, { id, status }: Row): Promise<OfferView[]> {
  const offers = await reader().approvalOffer.findMany({
    where: { orgId, approvalId: id },
    include: { offeredByMember: { select: { name: true } } },
    orderBy: { revision: 'asc' },
  })
  if (offers.length === 0) return []
  const zone = await readZone(reader(), orgId)
  return offers.map((offer) => {
    const isOver = offer.status === 'offered' && status !== 'pending'
    return {
      id: toPublicId('offer', offer.id),
      status: isOver ? 'withdrawn' : (offer.status as OfferView['status']),
      by: offer.offeredByMember.name,
      isReaders: actor.kind === 'member' && actor.memberId === offer.offeredByMemberId,
      ...{ keepsVotes: offer.keepsVotes, note: offer.note, offeredAt: offer.offeredAt, answeredAt: offer.answeredAt },
      lines: describeOffer(offer.before, offer.terms, zone),
    }
  })
}

async function readNotes({ orgId }: Context, { id }: Row): Promise<NoteView[]> {
  const notes = await reader().approvalNote.findMany({
    where: { orgId, approvalId: id },
    orderBy: { writtenAt: 'asc' },
  })
  return notes.map(({ id: noteId, kind, byName, body, writtenAt }) => {
    return { id: noteId, kind: kind as NoteView['kind'], by: byName, body, writtenAt }
  })
}

async function readRules({ orgId }: Context, { policyVersion, ruleName }: Row): Promise<RulesView> {
  const active = await readActivePolicy(reader(), orgId, 'approvals')
  return { version: policyVersion ?? 0, rule: ruleName, current: active?.version ?? 0 }
}

/** Whether the reader votes in some stage, be it in somebody's place; whether it was asked by them or concerns them. */
function standingOf({ row, question }: StoredQuestion, { self, absent }: InboxReader) {
  const voters = [self, ...absent].filter((voter) => voter !== null)
  const isRequester = self !== null && row.requestedByMemberId === self.memberId
  return {
    isRequester,
    isVoter: voters.some((voter) => question.stages.some((stage) => powerlessness(question, stage, voter) === null)),
    isConcerned: isRequester || (self?.identityIds.some((id) => question.barredIdentityIds.includes(id)) ?? false),
  }
}

async function readMe(ctx: Context, stored: StoredQuestion, status: ApprovalStatus, hasOffer: boolean) {
  const { row, question } = stored
  const voter = await readInboxReader(ctx)
  const policy = (await readRuleVersions(ctx.orgId, [row.policyVersion]))(row.policyVersion)
  const stage = question.stages.find(({ position }) => position === row.currentPosition)
  const isOpen = status === 'pending'
  const { hindrance, inPlaceOf } = powerOf(question, stage, voter, ctx.now)
  const cannotDecide = isOpen ? hindrance : `This request is ${status}.`
  const { isRequester, isVoter, isConcerned } = standingOf(stored, voter)
  return {
    ...{ cannotDecide, inPlaceOf, isRequester, isConsent: stage?.kind === 'consent' },
    needsStepUp: cannotDecide === null && needsStepUp(ctx, row.tier, stage, policy),
    stepUpMinutes: policy.stepUp.withinMinutes,
    mayOffer: cannotDecide === null && row.subjectKind !== 'policy' && !hasOffer,
    mayAsk: isOpen && isVoter,
    mayAnswer: isOpen && isConcerned,
  } satisfies ReaderPart
}

function factsOf(item: Omit<InboxItem, 'worth'>, of: ItemSubject, habits: WorthFacts['habits']): WorthFacts {
  const { kind, measure, terms, history, similar, asked, votes, ruled, context, actor, principal } = item
  const permissions = asked.flatMap((each) => each.permissions)
  const past = history?.sessions.length ?? 0
  const cast = votes.stages.flatMap(({ people }) => people).filter(({ vote, counts }) => vote === 'approve' && counts)
  const quick = cast.flatMap(({ name, afterSeconds }) =>
    afterSeconds === null ? [] : [{ name, seconds: afterSeconds }],
  )
  return {
    ...{ kind, similar, habits, quick, pastSessions: past, isFirstOfPair: of.isFirstOfPair },
    ...{ breadth: measure?.asked ?? null, limit: measure?.limit ?? null, tier: measure?.tier ?? null },
    isPermanent: kind === 'grant' && terms?.endsAt === null,
    ...{ share: measure?.share.share ?? null, outside: measure?.share.outside ?? 0 },
    credentials: permissions.filter(({ accessLevel }) => accessLevel === 'credentials').map(({ key }) => key),
    unused: permissions.filter(({ usedIn }) => usedIn === 0).length,
    rules: item.status === 'pending' ? ruled : null,
    isStatedOnly:
      context !== null && Object.keys(context.verified).length === 0 && Object.keys(context.stated).length > 0,
    ...{ actor: actor?.name ?? null, principal: principal?.name ?? null },
  }
}

async function readSubject(ctx: Context, stored: StoredQuestion): Promise<ItemSubject> {
  const { subjectKind } = stored.row
  if (subjectKind === 'policy') return readRulesSubject(ctx, stored.row)
  return subjectKind === 'session' ? readSessionSubject(ctx, stored.row) : readGrantSubject(ctx, stored.row)
}

function statusOf({ status, expiresAt }: Row, now: Date): ApprovalStatus {
  return status === 'pending' && expiresAt <= now ? 'lapsed' : (status as ApprovalStatus)
}

/** One question put to people, with what they must see to answer it. Errors: `not_found`. */
export async function getInboxItem(ctx: Context, publicId: string): Promise<InboxItem> {
  authorize(ctx, 'view-access')
  const stored = await readQuestion(reader(), ctx.orgId, fromPublicId('approval', publicId))
  if (!stored) throw notFound('request')
  const { row } = stored
  const of = await readSubject(ctx, stored)
  const [votes, offers, notes, ruled] = await Promise.all([
    readVoteSheet(ctx, stored, of.concerned),
    readOffers(ctx, row),
    readNotes(ctx, row),
    readRules(ctx, row),
  ])
  const { requestedBy, requestedAt, expiresAt, decidedAt, revision } = row
  const status = of.item.status ?? statusOf(row, ctx.now)
  const hasOffer = offers.some((offer) => offer.status === 'offered')
  const item: Omit<InboxItem, 'worth'> = {
    ...{ id: toPublicId('approval', row.id), requestedBy, requestedAt, expiresAt, decidedAt, revision },
    ...of.item,
    ...{ status, votes, offers, notes, ruled },
    me: await readMe(ctx, stored, status, hasOffer),
  }
  const approvers = stored.votes.filter(({ vote }) => vote === 'approve').map(({ memberId }) => memberId)
  const { actorId } = of.concerned
  const habits = actorId ? await readVoterHabits(ctx, { approvalId: row.id, actorId, memberIds: approvers }) : []
  return { ...item, worth: worthKnowing(factsOf(item, of, habits)) }
}
