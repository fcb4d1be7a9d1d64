import { authzenConfiguration, evaluate, evaluateMany } from '@/lib/oauth/authzen'
import type { Endpoint } from '@/lib/oauth/endpoint'
import { forwardAuth } from '@/lib/oauth/forward-auth'
import { introspect } from '@/lib/oauth/introspect'
import { serveJwks, serveMetadata } from '@/lib/oauth/metadata'
import { revoke } from '@/lib/oauth/revoke'
import { serveHealth } from '@/lib/oauth/serve-health'
import { listStatusLists, serveStatusList } from '@/lib/oauth/status-lists'
import { tokenEndpoint } from '@/lib/oauth/token-endpoint'

/** What machines can ask for at one path. `takes`: the content type a POST must have, where it matters. */
export type Route = { get?: Endpoint; post?: Endpoint; takes?: 'form' | 'json' }

/** Every path of the token service. */
const ROUTES: Readonly<Record<string, Route>> = {
  '/health': { get: serveHealth },
  '/.well-known/oauth-authorization-server': { get: serveMetadata },
  '/.well-known/openid-configuration': { get: serveMetadata },
  '/jwks': { get: serveJwks },
  '/token': { post: tokenEndpoint, takes: 'form' },
  '/introspect': { post: introspect, takes: 'form' },
  '/revoke': { post: revoke, takes: 'form' },
  '/status-lists': { get: listStatusLists },
  '/.well-known/authzen-configuration': { get: authzenConfiguration },
  '/access/v1/evaluation': { post: evaluate, takes: 'json' },
  '/access/v1/evaluations': { post: evaluateMany, takes: 'json' },
  '/forward-auth': { post: forwardAuth, takes: 'form' },
}

const byPath = new Map(Object.entries(ROUTES))

const STATUS_LIST: Route = { get: serveStatusList }

/** The route of a path; undefined where there is none. */
export function findRoute(path: string): Route | undefined {
  return byPath.get(path) ?? (path.startsWith('/status-lists/') ? STATUS_LIST : undefined)
}

/** The methods of a route, as `Allow` lists them (RFC 9110 §10.2.1). */
export function methodsOf({ get, post }: Route): string {
  return [get && 'GET, HEAD', post && 'POST'].filter(Boolean).join(', ')
}
