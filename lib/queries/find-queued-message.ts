import { reader } from '@/lib/db'
import { readZone } from '@/lib/db/organisation-zone'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { EndpointFormat, EndpointKind } from '@/lib/domain/endpoint'
import { type MessageBody, type MessageKind, messageBody } from '@/lib/domain/message'
import { toPublicId } from '@/lib/id'
import { writeDecisionLink } from '@/lib/secrets/decision-link'
import { openEndpointSecret } from '@/lib/secrets/endpoint-secret'

/** Where a message goes: an e-mail address, or an endpoint with its secret, null where another REMIT_SECRET sealed it. */
export type Destination =
  | { by: 'mail'; address: string }
  | { by: 'webhook'; kind: EndpointKind; url: string; format: EndpointFormat; secret: string | null }

/** A message that waits, for the job that sends it. `id` and ids in it are public. `linkPath`: the page of its link, secret
 *  and all. `obsolete`: why it need not be sent any more. `zone`: the
 *  organisation's. */
export type QueuedMessage = {
  id: string
  kind: MessageKind
  subject: string
  body: MessageBody
  createdAt: Date
  linkPath: string | null
  approvalId: string | null
  obsolete: string | null
  zone: string
  destination: Destination
}

async function find({ orgId }: Context, id: string) {
  const include = { member: { select: { deactivatedAt: true } }, endpoint: true }
  const message = await reader().message.findUnique({ where: { orgId_id: { orgId, id } }, include })
  return message?.status === 'queued' ? message : null
}
type Row = NonNullable<Awaited<ReturnType<typeof find>>>

async function destinationOf({ address, endpoint }: Row): Promise<Destination> {
  if (!endpoint) return { by: 'mail', address }
  const secret = await openEndpointSecret(endpoint.secretJwe).catch(() => null)
  const { kind, url, format } = endpoint
  return { by: 'webhook', kind: kind as EndpointKind, url: url ?? '', format: format as EndpointFormat, secret }
}

const ASKING = ['approval.asked', 'approval.reminded']

async function findObsolescence(
  { orgId }: Context,
  { member, endpoint, kind, approvalId }: Row,
): Promise<string | null> {
  if (member?.deactivatedAt) return 'they are no longer a member'
  if (endpoint?.status === 'disabled') return 'the endpoint was disabled'
  if (!approvalId || !ASKING.includes(kind)) return null
  const question = await reader().approval.findUnique({ where: { orgId_id: { orgId, id: approvalId } } })
  return question?.status === 'pending' ? null : 'it was decided before it could be sent'
}

/** A message that still waits, by its UUID; null once it left. */
export async function findQueuedMessage(ctx: Context, messageId: string): Promise<QueuedMessage | null> {
  authorize(ctx, 'send-messages')
  const row = await find(ctx, messageId)
  if (!row) return null
  const { id, kind, subject, body, createdAt, linkId, approvalId } = row
  return {
    ...{ id: toPublicId('message', id), kind: kind as MessageKind, subject, createdAt, body: messageBody.parse(body) },
    linkPath: linkId && `/decide/${writeDecisionLink(toPublicId('link', linkId))}`,
    approvalId: approvalId && toPublicId('approval', approvalId),
    obsolete: await findObsolescence(ctx, row),
    zone: await readZone(reader(), ctx.orgId),
    destination: await destinationOf(row),
  }
}
