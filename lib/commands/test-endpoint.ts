import { z } from 'zod'
import { loadEndpoint } from '@/lib/commands/load-endpoint'
import { mutate } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { messageBody } from '@/lib/domain/message'
import { newId, toPublicId } from '@/lib/id'

export const testEndpointInput = z.object({ endpointId: z.string() })

/** Sends a test to an endpoint, the way everything is sent. @throws DomainError `not_found`, `wrong_status` where it is
 *  disabled or never called */
export async function testEndpoint(
  ctx: Context,
  input: z.output<typeof testEndpointInput>,
): Promise<{ messageId: string }> {
  authorize(ctx, 'manage-endpoints')
  const { orgId, now } = ctx
  return mutate(ctx, async (tx) => {
    const { id: endpointId, name, status, kind } = await loadEndpoint(tx, ctx, input.endpointId)
    if (status !== 'active') throw new DomainError('wrong_status', 'This endpoint is disabled.')
    if (kind === 'ticket') throw new DomainError('wrong_status', 'This endpoint is called; it calls nobody.')
    const id = newId(now)
    const body = messageBody.parse({ lead: `A test of this endpoint by ${ctx.actor.name}. Nothing happened.` })
    const message = { orgId, id, key: `test:${id}`, kind: 'test', endpointId, address: name, subject: 'A test' }
    await tx.message.create({ data: { ...message, body, status: 'queued', createdAt: now } })
    const subject = { subjectKind: 'message', subjectId: id, subjectName: 'A test' } as const
    return {
      result: { messageId: toPublicId('message', id) },
      events: [{ action: 'message.queued', ...subject, data: { kind: 'test', to: name, by: 'endpoint' } }],
      jobs: [{ task: 'send-messages', payload: { orgId, messageId: id } }],
    }
  })
}
