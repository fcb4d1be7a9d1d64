import { z } from 'zod'
import { endGrant } from '@/lib/commands/end-grant'
import { type RevocationResult, toRevocationResult } from '@/lib/commands/revoke-sessions'
import { settleApproval } from '@/lib/commands/settle-approval'
import { mutate, type Tx } from '@/lib/db'
import { readOwnIdentities } from '@/lib/db/own-identities'
import { readQuestion } from '@/lib/db/question'
import type { AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import type { JobDraft } from '@/lib/domain/job'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId, toPublicId } from '@/lib/id'

export const withdrawConsentInput = z.object({ consentId: z.string(), reason: reasonInput })

/** Only the person takes it back, also where a policy had agreed for them. Part of Remit acts for nobody here, except where a
 *  person asked it to. */
async function loadConsent(tx: Tx, ctx: Context, consentId: string) {
  const id = fromPublicId('consent', consentId)
  const consent = await tx.consent.findUnique({
    where: { orgId_id: { orgId: ctx.orgId, id } },
    include: { principal: { select: { name: true } } },
  })
  if (!consent) throw notFound('consent')
  const mine = await readOwnIdentities(tx, ctx)
  if (ctx.actor.kind !== 'system' && !mine.includes(consent.principalId))
    throw new DomainError('not_yours', 'Only the person in whose name it is takes consent back.')
  if (consent.status === 'asked')
    throw new DomainError('wrong_status', 'You have not agreed yet: decline it where you are asked.', {
      status: 'asked',
    })
  if (consent.status !== 'given')
    throw new DomainError('wrong_status', `This consent is ${consent.status}.`, { status: consent.status })
  return consent
}

type Taken = { status: RevocationResult; events: AuditEventDraft[]; jobs: JobDraft[] }
type Consent = Awaited<ReturnType<typeof loadConsent>>

/** The question that still waits for others, where it does: without the person's word there is nothing to decide. */
async function endQuestion(tx: Tx, ctx: Context, { approvalId, principal }: Consent, reason: string) {
  const stored = approvalId === null ? null : await readQuestion(tx, ctx.orgId, approvalId)
  if (stored?.row.status !== 'pending') return null
  const comment = `${principal.name} took the consent back: ${reason}`
  const { events, jobs } = await settleApproval(tx, ctx, stored, { status: 'denied', comment })
  return { status: toRevocationResult(null, 0), events, jobs } satisfies Taken
}

async function endWhole(tx: Tx, ctx: Context, { grantId }: Consent, reason: string): Promise<Taken> {
  const { order, events, jobs } = await endGrant(tx, ctx, grantId, { reason: `Consent withdrawn: ${reason}` })
  return { status: toRevocationResult(order, 0), events, jobs }
}

/** Takes back the consent to be acted for. The grant that rests on it ends, whatever else was agreed about it, and so does
 *  every session under it. While others still decide, the question is denied instead: nothing is granted, and a grant whose
 *  change was asked for stays as it is. @throws DomainError `not_found`, `not_yours`, `wrong_status` */
export async function withdrawConsent(
  ctx: Context,
  { consentId, reason }: z.output<typeof withdrawConsentInput>,
): Promise<RevocationResult & { grantId: string }> {
  authorize(ctx, 'end-own-access')
  return mutate(ctx, async (tx) => {
    const consent = await loadConsent(tx, ctx, consentId)
    const { grantId, id } = consent
    const ended = await endQuestion(tx, ctx, consent, reason)
    const { status, events, jobs } = ended ?? (await endWhole(tx, ctx, consent, reason))
    const all = { orgId: ctx.orgId, status: 'given', ...(ended ? { id } : { grantId }) }
    const given = await tx.consent.findMany({ where: all, select: { id: true } })
    await tx.consent.updateMany({ where: all, data: { status: 'withdrawn', withdrawnAt: ctx.now } })
    const [first, ...rest] = [
      ...given.map((each): AuditEventDraft => {
        return { action: 'consent.withdrawn', subjectKind: 'consent', subjectId: each.id, subjectName: null, reason }
      }),
      ...events,
    ]
    if (!first) throw new Error('the consent that was given is among those withdrawn')
    return { result: { ...status, grantId: toPublicId('grant', grantId) }, events: [first, ...rest], jobs }
  })
}
