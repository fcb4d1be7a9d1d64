import type { Prisma, Tx } from '@/lib/db'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'
import { newId, toPublicId } from '@/lib/id'

/** What a person agreed to was other terms than those an offer put in their place: they are asked again, and the answer to
 *  these is one of its own. Where they have not answered yet, they are asked about these at once. */
export async function askConsentAnew(
  tx: Tx,
  { orgId, now }: Context,
  approvalId: string,
  terms: Prisma.InputJsonValue,
): Promise<AuditEventDraft[]> {
  const where = { orgId, approvalId, status: { in: ['asked', 'given'] } }
  const isAsked = { stages: { some: { kind: 'consent' } } }
  if (!(await tx.approval.findFirst({ where: { orgId, id: approvalId, ...isAsked } }))) return []
  const before = await tx.consent.findFirst({ where, include: { principal: { select: { name: true } } } })
  if (!before) return []
  await tx.consent.update({
    where: { orgId_id: { orgId, id: before.id } },
    data: { status: 'withdrawn', withdrawnAt: now },
  })
  const { principal, principalId, actorId, grantId, basis, basisName } = before
  const id = newId(now)
  const parties = { principalId, actorId, grantId, approvalId, basis, basisName }
  await tx.consent.create({ data: { orgId, id, ...parties, status: 'asked', terms, askedAt: now } })
  const data = { by: 'offer', basis: basisName, grantId, insteadOf: toPublicId('consent', before.id) }
  return [{ action: 'consent.asked', subjectKind: 'consent', subjectId: id, subjectName: principal.name, data }]
}
