import type { TicketConfig } from '@/lib/domain/endpoint'

/** What stands at a path (`issue.fields.status.name`) as text; null where nothing does. */
function at(value: unknown, path: string): string | null {
  let found: unknown = value
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return null
    found = (found as Record<string, unknown>)[name]
  }
  if (typeof found === 'number') return String(found)
  return typeof found === 'string' && found.trim() !== '' ? found.trim().slice(0, 200) : null
}

/** What a ticket system says of a ticket: its key, and whether it is closed now. Null where it names none. */
export function readTicketEvent(payload: unknown, config: TicketConfig): { ticket: string; isClosed: boolean } | null {
  const [ticket, status] = [at(payload, config.keyPath), at(payload, config.statusPath)]
  if (!ticket) return null
  const closed = config.closedStatuses.map((each) => each.toLowerCase())
  return { ticket, isClosed: status !== null && closed.includes(status.toLowerCase()) }
}
