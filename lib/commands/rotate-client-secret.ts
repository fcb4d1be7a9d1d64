import { z } from 'zod'
import { clientEvent, loadClient } from '@/lib/commands/load-client'
import { newSecret, type ToldSecret } from '@/lib/commands/new-secret'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { AuthMethod } from '@/lib/domain/client'
import { MAX_LIVE_SECRETS, takesSecret } from '@/lib/domain/client-terms'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'

export const rotateClientSecretInput = z.object({ clientId: z.string(), revokeOldest: z.boolean().default(false) })

/** Adds a secret beside the one in use, so that it can be replaced without a moment of neither. With two live ones a third
 *  needs the oldest to go: `revokeOldest` revokes it in the same transaction. The secret is told here and never again.
 *  @throws DomainError `not_found`, `no_secret_method`, `too_many_secrets` */
export async function rotateClientSecret(
  ctx: Context,
  input: z.output<typeof rotateClientSecretInput>,
): Promise<ToldSecret & { clientId: string; revoked: string | null }> {
  authorize(ctx, 'manage-clients')
  const { told, row } = newSecret(ctx)
  return mutate(ctx, async (tx) => {
    const client = await loadClient(tx, ctx, input.clientId)
    if (!takesSecret(client.authMethods as AuthMethod[])) {
      throw new DomainError('no_secret_method', 'This client does not authenticate with a secret.')
    }
    const [oldest] = client.secrets
    const isFull = client.secrets.length >= MAX_LIVE_SECRETS
    if (isFull && !input.revokeOldest) {
      const hint = oldest ? ` (…${oldest.hint})` : ''
      throw new DomainError(
        'too_many_secrets',
        `Two secrets are live already. Revoke the oldest${hint} first, or with it.`,
      )
    }
    const goes = isFull ? oldest : undefined
    const { orgId } = ctx
    if (goes) {
      await tx.clientSecret.update({ where: { orgId_id: { orgId, id: goes.id } }, data: { revokedAt: ctx.now } })
    }
    await tx.clientSecret.create({ data: { ...row, clientId: client.id } })
    const added = clientEvent('client.secret-added', client, { secretId: row.id, hint: told.hint })
    const gone = goes ? [clientEvent('client.secret-revoked', client, { secretId: goes.id, hint: goes.hint })] : []
    return {
      result: { clientId: input.clientId, ...told, revoked: goes?.hint ?? null },
      events: [added, ...gone],
    }
  })
}
