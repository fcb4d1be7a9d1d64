import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { SubjectRow } from '@/lib/domain/client-row'
import type { Context } from '@/lib/domain/context'
import { fromPublicId, toPublicId } from '@/lib/id'

/** Who an identity is at trusted issuers: the first hundred, by issuer and subject. */
export async function listIdentitySubjects(ctx: Context, identityId: string): Promise<SubjectRow[]> {
  authorize(ctx, 'view-access')
  const rows = await reader().identitySubject.findMany({
    where: { orgId: ctx.orgId, identityId: fromPublicId('identity', identityId) },
    include: { issuer: { select: { issuer: true, name: true } } },
    orderBy: [{ issuerId: 'asc' }, { subject: 'asc' }],
    take: 100,
  })
  return rows.map(({ issuerId, issuer, subject, createdAt }) => ({
    issuerId: toPublicId('issuer', issuerId),
    issuer: issuer.issuer,
    issuerName: issuer.name,
    subject,
    createdAt,
  }))
}
