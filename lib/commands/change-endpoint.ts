import { z } from 'zod'
import { loadEndpoint } from '@/lib/commands/load-endpoint'
import { mutate, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { ENDPOINT_FORMATS, notifyConfig, ticketConfig } from '@/lib/domain/endpoint'
import { DomainError } from '@/lib/domain/error'
import { safeUrlInput } from '@/lib/domain/safe-url'
import { newEndpointSecret, sealEndpointSecret } from '@/lib/secrets/endpoint-secret'

/** What is not named stays as it is. `rotate`: a new secret; the old one stops at once. */
export const changeEndpointInput = z.object({
  endpointId: z.string(),
  name: z.string().trim().min(1).max(100).optional(),
  url: safeUrlInput.optional(),
  format: z.enum(ENDPOINT_FORMATS).optional(),
  kinds: notifyConfig.shape.kinds.unwrap().optional(),
  ticket: ticketConfig.optional(),
  status: z.enum(['active', 'disabled']).optional(),
  rotate: z.boolean().default(false),
})
type Input = z.output<typeof changeEndpointInput>
type Endpoint = Awaited<ReturnType<typeof loadEndpoint>>

function configOf({ kind, config }: Endpoint, { kinds, ticket }: Input) {
  if (kind === 'notify' && kinds) return { config: { ...notifyConfig.parse(config), kinds } }
  return kind === 'ticket' && ticket ? { config: ticket } : {}
}

const hostOf = (url: string | null | undefined) => url && new URL(url).host

async function checkName(tx: Tx, { orgId }: Context, { id, kind }: Endpoint, name: string | undefined): Promise<void> {
  if (name !== undefined && (await tx.endpoint.count({ where: { orgId, kind, name, id: { not: id } } })) > 0)
    throw new DomainError('already_exists', 'There is an endpoint of this name already.')
}

/** Changes an endpoint, disables it or lets it work again. `secret`: the new one, told this once; null where it stays.
 *  @throws DomainError `not_found`, `invalid_input`, `already_exists` */
export async function changeEndpoint(ctx: Context, input: Input): Promise<{ status: string; secret: string | null }> {
  authorize(ctx, 'manage-endpoints')
  const { name, url, format, status, rotate } = input
  const secret = rotate ? newEndpointSecret() : null
  const sealed = secret ? { secretJwe: await sealEndpointSecret(secret), lastError: null } : {}
  return mutate(ctx, async (tx) => {
    const endpoint = await loadEndpoint(tx, ctx, input.endpointId)
    if (url && endpoint.kind === 'ticket')
      throw new DomainError('invalid_input', 'This endpoint is called; it calls nobody.')
    await checkName(tx, ctx, endpoint, name)
    const config = configOf(endpoint, input)
    const where = { orgId_id: { orgId: ctx.orgId, id: endpoint.id } }
    const changed = await tx.endpoint.update({ where, data: { name, url, format, status, ...config, ...sealed } })
    const subject = { subjectKind: 'endpoint', subjectId: endpoint.id, subjectName: changed.name } as const
    const was = { name: endpoint.name, host: hostOf(endpoint.url), format: endpoint.format, status: endpoint.status }
    const action = status === 'disabled' && endpoint.status === 'active' ? 'endpoint.disabled' : 'endpoint.changed'
    const data = { name, host: hostOf(url), format, status, ...config, rotated: rotate, was }
    return { result: { status: changed.status, secret }, events: [{ action, ...subject, data }] }
  })
}
