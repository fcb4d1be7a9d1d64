import { mutate, type Prisma, type Tx } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { type EndpointInput, notifyConfig, ticketConfig } from '@/lib/domain/endpoint'
import { DomainError, notFound } from '@/lib/domain/error'
import { fromPublicId, newId, toPublicId } from '@/lib/id'
import { newEndpointSecret, sealEndpointSecret } from '@/lib/secrets/endpoint-secret'

/** `secret`: as Standard Webhooks write it (`whsec_…`); told this once. */
export type CreatedEndpoint = { endpointId: string; name: string; secret: string }

async function configOf(tx: Tx, orgId: string, input: EndpointInput): Promise<Prisma.InputJsonObject> {
  if (input.kind === 'ticket') return ticketConfig.parse(input)
  if (input.kind === 'reviewer') return {}
  const memberId = input.member ? fromPublicId('member', input.member) : null
  if (memberId && (await tx.member.count({ where: { orgId, id: memberId, deactivatedAt: null } })) === 0)
    throw notFound('member')
  return notifyConfig.parse({ kinds: input.kinds, memberId })
}

/** Lets something outside be told, be asked or tell: by a secret that both sides know. Of its address only the host is put
 *  on record, because the rest can be a secret too (as it is of Slack's). @throws DomainError
 *  `already_exists`, `not_found` */
export async function createEndpoint(ctx: Context, input: EndpointInput): Promise<CreatedEndpoint> {
  authorize(ctx, 'manage-endpoints')
  const { orgId, now, actor } = ctx
  const { kind, name } = input
  const id = newId(now)
  const secret = newEndpointSecret()
  const secretJwe = await sealEndpointSecret(secret)
  const url = input.kind === 'ticket' ? null : input.url
  const format = input.kind === 'notify' ? input.format : 'remit'
  return mutate(ctx, async (tx) => {
    if ((await tx.endpoint.count({ where: { orgId, kind, name } })) > 0)
      throw new DomainError('already_exists', `There is an endpoint of this name already.`)
    const config = await configOf(tx, orgId, input)
    const row = { orgId, id, kind, name, url, format, secretJwe, config, createdBy: actor.name, createdAt: now }
    await tx.endpoint.create({ data: row })
    const subject = { subjectKind: 'endpoint', subjectId: id, subjectName: name } as const
    return {
      result: { endpointId: toPublicId('endpoint', id), name, secret },
      events: [
        { action: 'endpoint.added', ...subject, data: { kind, host: url && new URL(url).host, format, config } },
      ],
    }
  })
}
