import { type JsonSchema, propertiesOf } from '@/lib/operations/json-schema'
import { type Operation, pathParameters } from '@/lib/operations/operation'

/** An option of a schema that may be several: what says most of it. */
function firstOf(schema: JsonSchema): JsonSchema {
  const [first] = ((schema.anyOf ?? []) as JsonSchema[]).filter(({ type }) => type !== 'null')
  return first ?? schema
}

const typeOf = ({ type }: JsonSchema): unknown => (Array.isArray(type) ? type.find((each) => each !== 'null') : type)

/** What a value looks like, for people who read (`text`, `list of text`, `active | revoked`). */
export function inWords(full: JsonSchema): string {
  const schema = firstOf(full)
  const words = schema.enum as unknown[] | undefined
  if (words) return words.length > 12 ? `${words.slice(0, 12).join(' | ')} …` : words.join(' | ')
  const type = typeOf(schema)
  if (type === 'array') return `list of ${inWords((schema.items ?? {}) as JsonSchema)}`
  if (type === 'string') return schema.format === 'date-time' ? 'time (RFC 3339)' : 'text'
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'boolean') return 'true | false'
  return type === 'object' ? 'object' : 'any'
}

/** Ids are spelt with their kind in front. */
const PREFIXES: Record<string, string> = {
  grantId: 'grt_…',
  sessionId: 'ses_…',
  findingId: 'fnd_…',
  requestId: 'apr_…',
  offerId: 'ofr_…',
  identityId: 'idn_…',
  principalId: 'idn_…',
  actorId: 'idn_…',
  systemId: 'sys_…',
  policyId: 'pol_…',
}

const NAMED: Record<string, unknown> = {
  reason: 'No longer needed.',
  purpose: 'Answers cases',
  comment: 'Bounds checked.',
  note: 'An hour is enough.',
  name: 'Answer cases',
  ticket: 'CASE-1042',
  maxSessionTtlSeconds: 900,
  durationSeconds: 86_400,
  permissions: ['case:read'],
}

function sampleOf(name: string, full: JsonSchema): unknown {
  if (name in NAMED) return NAMED[name]
  const single = name.replace(/Ids$/, 'Id')
  const id = PREFIXES[single]
  if (id) return single === name ? id : [id]
  const schema = firstOf(full)
  const [word] = (schema.enum ?? []) as unknown[]
  if (word !== undefined) return word
  const type = typeOf(schema)
  if (type === 'array') return [sampleOf('', (schema.items ?? {}) as JsonSchema)]
  if (type === 'object') return objectOf(schema)
  if (type === 'string') return schema.format === 'date-time' ? '2027-01-01T00:00:00Z' : '…'
  return type === 'boolean' ? true : (schema.minimum ?? 1)
}

function objectOf({ properties = {}, required = [] }: JsonSchema): Record<string, unknown> {
  const names = required as string[]
  const entries = Object.entries(properties as Record<string, JsonSchema>).filter(([name]) => names.includes(name))
  return Object.fromEntries(entries.map(([name, schema]) => [name, sampleOf(name, schema)]))
}

/** What an example says beside what must be said, so that it would be understood. */
const ALSO: Record<string, string[]> = { 'grants.request': ['durationSeconds'], 'me.end': ['sessionId'] }

/** A call as one would type it, with what must be given. The address and the token stand in variables. */
export function exampleCall(operation: Operation): string {
  const { id, method } = operation
  const inPath = pathParameters(operation)
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => PREFIXES[name] ?? '…')
  const lines = [`curl "$REMIT_URL/api/v1${path}"`, `-H "Authorization: Bearer $REMIT_TOKEN"`]
  if (method === 'GET') return lines.join(' \\\n  ')
  const said = propertiesOf(operation.input)
    .filter(({ name, isRequired }) => !inPath.includes(name) && (isRequired || ALSO[id]?.includes(name)))
    .map(({ name, schema }) => [name, sampleOf(name, schema)])
  const body = JSON.stringify(Object.fromEntries(said))
  return [...lines, `-H "Content-Type: application/json"`, `-X ${method} -d '${body}'`].join(' \\\n  ')
}
