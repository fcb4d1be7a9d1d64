import type { Endpoint } from '@/lib/oauth/endpoint'
import { isDatabaseReachable } from '@/lib/queries/is-database-reachable'

/** 200 while it can answer, 503 without its database. Open to anybody: it tells nothing else. */
export const serveHealth: Endpoint = async () => {
  const isReachable = await isDatabaseReachable()
  const body = { status: isReachable ? 'ok' : 'unavailable', database: isReachable ? 'ok' : 'unreachable' }
  return { status: isReachable ? 200 : 503, body }
}
