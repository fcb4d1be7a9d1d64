import { z } from 'zod'
import { loadIssuer } from '@/lib/commands/load-issuer'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { notFound } from '@/lib/domain/error'

export const unlinkSubjectInput = z.object({
  issuer: z.string().trim().min(1).max(500),
  subject: z.string().min(1).max(500),
})

/** The subject is nobody here any more: its tokens are refused. Sessions issued with them go on.
 *  @throws DomainError `not_found` */
export async function unlinkSubject(
  ctx: Context,
  input: z.output<typeof unlinkSubjectInput>,
): Promise<{ unlinked: string }> {
  authorize(ctx, 'manage-clients')
  const { subject } = input
  return mutate(ctx, async (tx) => {
    const issuer = await loadIssuer(tx, ctx, input.issuer)
    const where = { orgId_issuerId_subject: { orgId: ctx.orgId, issuerId: issuer.id, subject } }
    const link = await tx.identitySubject.findUnique({ where, include: { identity: { select: { name: true } } } })
    if (!link) throw notFound('linked subject')
    await tx.identitySubject.delete({ where })
    const about = { subjectKind: 'identity', subjectId: link.identityId, subjectName: link.identity.name } as const
    const data = { issuerId: issuer.id, issuer: issuer.issuer, subject }
    return { result: { unlinked: subject }, events: [{ action: 'subject.unlinked', ...about, data }] }
  })
}
