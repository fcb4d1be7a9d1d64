import { z } from 'zod'
import { mutate } from '@/lib/db'
import { authorize, isAllowed } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { fromPublicId } from '@/lib/id'

export const revokeApiTokenInput = z.object({ tokenId: z.string() })

/** Ends a token at once: one's own, or, for who manages those of services, anybody's.
 *  @throws DomainError `not_found`, `wrong_status` */
export async function revokeApiToken(ctx: Context, input: z.output<typeof revokeApiTokenInput>) {
  authorize(ctx, 'manage-own-tokens')
  const id = fromPublicId('token', input.tokenId)
  const { orgId, actor, now } = ctx
  return mutate(ctx, async (tx) => {
    const token = await tx.apiToken.findUnique({ where: { orgId_id: { orgId, id } } })
    const isOwn = actor.kind === 'member' && token?.memberId === actor.memberId
    if (!token || (!isOwn && !isAllowed(ctx, 'manage-service-tokens'))) throw notFound('token')
    if (token.revokedAt) throw new DomainError('wrong_status', 'This token is revoked already.')
    await tx.apiToken.update({ where: { orgId_id: { orgId, id } }, data: { revokedAt: now } })
    const subject = { subjectKind: 'token', subjectId: id, subjectName: token.name } as const
    return {
      result: { tokenId: input.tokenId, state: 'revoked' as const },
      events: [{ action: 'token.revoked', ...subject }],
    }
  })
}
