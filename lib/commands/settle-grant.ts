import { replaceTerms } from '@/lib/commands/store-terms'
import type { Tx } from '@/lib/db'
import { readGrantTerms } from '@/lib/db/grant-terms'
import type { StoredQuestion } from '@/lib/db/question'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { isSameTerms } from '@/lib/domain/grant-change'
import { type AskedGrant, askedGrant, endOf } from '@/lib/domain/grant-terms'
import { canTransition, type GrantStatus } from '@/lib/domain/life'

type Outcome = { status: 'approved' | 'denied'; comment: string | null }
type Grant = Awaited<ReturnType<Tx['delegationGrant']['findUniqueOrThrow']>>

/** The clock starts with the approval: a length counts from now, and nothing starts in the past. */
function termsAtApproval({ terms }: AskedGrant, now: Date) {
  const startsAt = new Date(Math.max(terms.startsAt?.getTime() ?? 0, now.getTime()))
  const expiresAt = endOf(terms, now)
  if (expiresAt !== null && expiresAt <= startsAt) throw new DomainError('lapsed', 'The grant would be over.')
  return { ...terms, startsAt, expiresAt }
}

async function begin(tx: Tx, ctx: Context, grant: Grant, asked: AskedGrant): Promise<void> {
  const { startsAt, expiresAt } = termsAtApproval(asked, ctx.now)
  await tx.delegationGrant.update({
    where: { orgId_id: { orgId: ctx.orgId, id: grant.id } },
    data: { status: 'active', startsAt, expiresAt, decidedAt: ctx.now },
  })
}

/** What was asked is more than what stood then: of other terms it may be something nobody agreed to. */
async function requireSame(tx: Tx, orgId: string, grantId: string, { before }: AskedGrant): Promise<void> {
  const found = await readGrantTerms(tx, orgId, grantId)
  if (!before || (found?.terms && isSameTerms(before, found.terms))) return
  throw new DomainError('changed', 'The grant has changed since this was asked. Ask again.')
}

/** A change of a grant that stands: the new terms, from now on. */
async function change(tx: Tx, ctx: Context, grant: Grant, asked: AskedGrant): Promise<void> {
  if (grant.status !== 'active' && grant.status !== 'suspended')
    throw new DomainError('wrong_status', `This grant is ${grant.status}.`)
  if (grant.expiresAt !== null && grant.expiresAt <= ctx.now)
    throw new DomainError('lapsed', 'The grant is over by now. Renew it.')
  await requireSame(tx, ctx.orgId, grant.id, asked)
  const { startsAt: _, ...terms } = termsAtApproval(asked, ctx.now)
  await replaceTerms(tx, ctx, grant.id, { ...terms, startsAt: grant.startsAt })
}

/** Consent that was asked for goes with a question that others ended; what was answered stays as it was said. */
async function closeConsent(tx: Tx, { orgId, now }: Context, approvalId: string): Promise<void> {
  await tx.consent.updateMany({
    where: { orgId, approvalId, status: 'asked' },
    data: { status: 'withdrawn', withdrawnAt: now },
  })
}

/** What becomes of a grant that was asked for, or of a change of one. Whoever had to consent has, or it would not be approved. */
export async function settleGrant(
  tx: Tx,
  ctx: Context,
  { row }: StoredQuestion,
  { status, comment }: Outcome,
): Promise<AuditEventDraft[]> {
  const where = { orgId_id: { orgId: ctx.orgId, id: row.subjectId } }
  const grant = await tx.delegationGrant.findUniqueOrThrow({ where })
  const asked = askedGrant.parse(row.asked)
  const isNew = asked.change === 'new' || asked.change === 'renew'
  const isApproved = status === 'approved'
  const next = isApproved ? 'active' : 'denied'
  if (isNew && !canTransition('grant', grant.status as GrantStatus, next))
    throw new DomainError('wrong_status', `This grant is ${grant.status}.`)
  if (isApproved && isNew) await begin(tx, ctx, grant, asked)
  else if (isApproved) await change(tx, ctx, grant, asked)
  else if (isNew)
    await tx.delegationGrant.update({ where, data: { status: 'denied', endedAt: ctx.now, decidedAt: ctx.now } })
  if (!isApproved) await closeConsent(tx, ctx, row.id)
  const action = !isApproved ? 'grant.denied' : ACTIONS[asked.change]
  const subject = { subjectKind: 'grant', subjectId: grant.id, subjectName: grant.name } as const
  return [{ action, ...subject, reason: comment, data: { change: asked.change, revision: row.revision } }]
}

const ACTIONS = {
  new: 'grant.approved',
  renew: 'grant.approved',
  extend: 'grant.extended',
  widen: 'grant.widened',
  session: 'grant.approved',
} as const
