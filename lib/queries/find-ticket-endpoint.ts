import { reader } from '@/lib/db'
import { type TicketConfig, ticketConfig } from '@/lib/domain/endpoint'
import { openEndpointSecret } from '@/lib/secrets/endpoint-secret'

/** A ticket system that may tell of tickets, with the secret it signs by. Ids are UUIDs. */
export type TicketEndpoint = { orgId: string; id: string; name: string; secret: string; config: TicketConfig }

/** The active ticket endpoint of this UUID, whatever its organisation: the id is all that a call brings before its
 *  signature has been looked at; null where there is none. */
export async function findTicketEndpoint(id: string): Promise<TicketEndpoint | null> {
  const found = await reader().endpoint.findFirst({ where: { id, kind: 'ticket', status: 'active' } })
  if (!found) return null
  const { orgId, name, secretJwe, config } = found
  return { orgId, id, name, secret: await openEndpointSecret(secretJwe), config: ticketConfig.parse(config) }
}
