import { z } from 'zod'
import { loadIdentity } from '@/lib/commands/load-identity'
import { loadIssuer } from '@/lib/commands/load-issuer'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'

/** `issuer` and `identity` by public id, or as tokens and people name them; `subject` as the issuer writes it in `sub`. */
export const linkSubjectInput = z.object({
  issuer: z.string().trim().min(1).max(500),
  subject: z.string().min(1, 'Give the subject as the issuer writes it.').max(500),
  identity: z.string().trim().min(1).max(300),
})

/** Says who a subject of a trusted issuer is here. Its tokens then stand for that identity.
 *  @throws DomainError `not_found`, `ambiguous`, `wrong_status`, `already_exists` where it is somebody already */
export async function linkSubject(ctx: Context, input: z.output<typeof linkSubjectInput>): Promise<{ linked: string }> {
  authorize(ctx, 'manage-clients')
  const { subject } = input
  return mutate(ctx, async (tx) => {
    const issuer = await loadIssuer(tx, ctx, input.issuer)
    const identity = await loadIdentity(tx, ctx, input.identity)
    const key = { orgId: ctx.orgId, issuerId: issuer.id, subject }
    const taken = await tx.identitySubject.findUnique({
      where: { orgId_issuerId_subject: key },
      include: { identity: { select: { name: true } } },
    })
    if (taken) throw new DomainError('already_exists', `This subject is ${taken.identity.name} already.`)
    await tx.identitySubject.create({ data: { ...key, identityId: identity.id, createdAt: ctx.now } })
    const about = { subjectKind: 'identity', subjectId: identity.id, subjectName: identity.name } as const
    const data = { issuerId: issuer.id, issuer: issuer.issuer, subject }
    return { result: { linked: subject }, events: [{ action: 'subject.linked', ...about, data }] }
  })
}
