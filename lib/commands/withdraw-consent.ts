import { z } from 'zod'
import { endGrant } from '@/lib/commands/end-grant'
import { type RevocationResult, toRevocationResult } from '@/lib/commands/revoke-sessions'
import { mutate, type Tx } from '@/lib/db'
import { readOwnIdentities } from '@/lib/db/own-identities'
import type { AuditEventDraft } from '@/lib/domain/audit'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { reasonInput } from '@/lib/domain/reason'
import { fromPublicId, toPublicId } from '@/lib/id'

export const withdrawConsentInput = z.object({ consentId: z.string(), reason: reasonInput })

/** Only the person takes it back, also where a policy had agreed for them. Part of Remit acts for nobody here, except where a
 *  person asked it to. */
async function loadConsent(tx: Tx, ctx: Context, consentId: string) {
  const id = fromPublicId('consent', consentId)
  const consent = await tx.consent.findUnique({ where: { orgId_id: { orgId: ctx.orgId, id } } })
  if (!consent) throw notFound('consent')
  const mine = await readOwnIdentities(tx, ctx)
  if (ctx.actor.kind !== 'system' && !mine.includes(consent.principalId))
    throw new DomainError('not_yours', 'Only the person in whose name it is takes consent back.')
  if (consent.status !== 'given')
    throw new DomainError('wrong_status', `This consent is ${consent.status}.`, { status: consent.status })
  return consent
}

/** Takes back the consent to be acted for. The grant that rests on it ends, whatever else was agreed about it, and so does
 *  every session under it. @throws DomainError `not_found`, `not_yours`, `wrong_status` */
export async function withdrawConsent(
  ctx: Context,
  { consentId, reason }: z.output<typeof withdrawConsentInput>,
): Promise<RevocationResult & { grantId: string }> {
  authorize(ctx, 'end-own-access')
  return mutate(ctx, async (tx) => {
    const consent = await loadConsent(tx, ctx, consentId)
    const { grantId } = consent
    const all = { orgId: ctx.orgId, grantId, status: 'given' }
    const given = await tx.consent.findMany({ where: all, select: { id: true } })
    await tx.consent.updateMany({ where: all, data: { status: 'withdrawn', withdrawnAt: ctx.now } })
    const ended = await endGrant(tx, ctx, grantId, { reason: `Consent withdrawn: ${reason}` })
    const [first, ...rest] = [
      ...given.map(({ id }): AuditEventDraft => {
        return { action: 'consent.withdrawn', subjectKind: 'consent', subjectId: id, subjectName: null, reason }
      }),
      ...ended.events,
    ]
    if (!first) throw new Error('the consent that was given is among those withdrawn')
    const result = { ...toRevocationResult(ended.order, 0), grantId: toPublicId('grant', grantId) }
    return { result, events: [first, ...rest], jobs: ended.jobs }
  })
}
