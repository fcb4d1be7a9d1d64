import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { type EndpointRow, notifyConfig, ticketConfig } from '@/lib/domain/endpoint'
import { toPublicId } from '@/lib/id'

/** Every endpoint there ever was, by kind and name; never a secret. */
export async function listEndpoints(ctx: Context): Promise<EndpointRow[]> {
  authorize(ctx, 'manage-endpoints')
  const { orgId } = ctx
  const rows = await reader().endpoint.findMany({ where: { orgId }, orderBy: [{ kind: 'asc' }, { name: 'asc' }] })
  const members = await reader().member.findMany({ where: { orgId }, select: { id: true, name: true } })
  return rows.map(({ id, orgId: _, secretJwe: __, config, ...row }) => {
    const notify = row.kind === 'notify' ? notifyConfig.parse(config) : null
    return {
      ...(row as Omit<EndpointRow, 'id' | 'kinds' | 'member' | 'ticket'>),
      id: toPublicId('endpoint', id),
      kinds: notify?.kinds ?? [],
      member: (notify?.memberId && members.find((member) => member.id === notify.memberId)?.name) || null,
      ticket: row.kind === 'ticket' ? ticketConfig.parse(config) : null,
    }
  })
}
