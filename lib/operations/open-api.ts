import { z } from 'zod'
import { API_SCOPES } from '@/lib/domain/api-scope'
import { SCOPE_WORDS } from '@/lib/domain/api-token'
import { type JsonSchema, propertiesOf, toJsonSchema } from '@/lib/operations/json-schema'
import { type Operation, pathParameters } from '@/lib/operations/operation'
import { OPERATIONS } from '@/lib/operations/operations'

const problem = z
  .object({
    type: z.string().describe('Where the code is explained.'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('One sentence that a person can act on.'),
    instance: z.string(),
    code: z.string().describe('Stays the same for ever.'),
    errors: z.array(
      z.object({
        pointer: z.string().optional().describe('In the body (RFC 6901).'),
        parameter: z.string().optional().describe('In the path or the query.'),
        detail: z.string(),
      }),
    ),
  })
  .meta({ id: 'Problem' })

/** What can go wrong with any call, by status. */
const PROBLEMS: Record<string, string> = {
  400: 'The request was not understood; `errors` says where.',
  401: 'There is no token, or it lets nobody in; see WWW-Authenticate (RFC 6750).',
  403: 'The token lacks the scope, or its holder may not.',
  404: 'There is no such thing, or it is not shown to the holder of this token.',
  429: 'Too many calls; see Retry-After.',
  500: 'Something went wrong on our side; `instance` is how it is logged.',
  503: 'Not available at the moment; see Retry-After.',
}
const PROBLEMS_OF_CHANGES: Record<string, string> = {
  409: 'Not possible now: something else stands by now, or the first call with this Idempotency-Key is being made.',
  413: 'The body is longer than 1 MiB.',
  415: 'The body is not application/json.',
  422: 'This Idempotency-Key was used for another request.',
}

/** Moves what a schema names within itself (`$defs`) to the components of the document: it may then be a mere reference. */
function hoist(schema: JsonSchema, components: Record<string, JsonSchema>): JsonSchema {
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')
  const { $defs = {}, id: _, ...rest } = JSON.parse(text) as JsonSchema & { $defs?: Record<string, JsonSchema> }
  for (const [name, { id: __, ...each }] of Object.entries($defs)) components[name] = each
  return rest
}

function answered(operation: Operation, components: Record<string, JsonSchema>): JsonSchema {
  const name = operation.output.meta()?.id
  const schema = hoist(toJsonSchema(operation.output, 'output'), components)
  if (typeof name !== 'string' || '$ref' in schema) return schema
  components[name] = schema
  return { $ref: `#/components/schemas/${name}` }
}

function parametersOf(operation: Operation) {
  const inPath = pathParameters(operation)
  const isQuery = operation.method === 'GET'
  return propertiesOf(operation.input).flatMap(({ name, schema, isRequired }) => {
    const { description, ...rest } = schema
    const said = typeof description === 'string' ? { description } : {}
    if (inPath.includes(name)) return [{ name, in: 'path', required: true, ...said, schema: rest }]
    if (!isQuery) return []
    const list = rest.type === 'array' ? { style: 'form', explode: false } : {}
    return [{ name, in: 'query', required: isRequired, ...said, ...list, schema: rest }]
  })
}

function bodyOf(operation: Operation) {
  const inPath = pathParameters(operation)
  const properties = propertiesOf(operation.input).filter(({ name }) => !inPath.includes(name))
  if (operation.method === 'GET' || properties.length === 0) return {}
  const required = properties.filter(({ isRequired }) => isRequired).map(({ name }) => name)
  const schema = {
    type: 'object',
    properties: Object.fromEntries(properties.map(({ name, schema: each }) => [name, each])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  }
  return { requestBody: { required: required.length > 0, content: { 'application/json': { schema } } } }
}

function responsesOf(operation: Operation, components: Record<string, JsonSchema>) {
  const known = { ...PROBLEMS, ...(operation.method === 'GET' ? {} : PROBLEMS_OF_CHANGES) }
  const refs = Object.keys(known).map((status) => [status, { $ref: `#/components/responses/Problem${status}` }])
  const content = { 'application/json': { schema: answered(operation, components) } }
  return {
    [operation.creates ? '201' : '200']: { description: operation.summary, content },
    ...Object.fromEntries(refs),
  }
}

const IDEMPOTENCY = { $ref: '#/components/parameters/IdempotencyKey' }

function describe(operation: Operation, components: Record<string, JsonSchema>) {
  const { id, summary, description, method, scope } = operation
  const parameters = [...parametersOf(operation), ...(method === 'POST' ? [IDEMPOTENCY] : [])]
  return {
    ...{ operationId: id, summary, description, tags: [id.split('.')[0]] },
    parameters,
    ...bodyOf(operation),
    responses: responsesOf(operation, components),
    security: [{ token: scope ? [scope] : [] }],
  }
}

const idempotencyKey = {
  ...{
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  description: 'The same key with the same body is answered as the first time, for a day, and done once.',
}

function describeProblems() {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  const all = Object.entries({ ...PROBLEMS, ...PROBLEMS_OF_CHANGES })
  return Object.fromEntries(all.map(([status, description]) => [`Problem${status}`, { description, content }]))
}

const SCOPES = API_SCOPES.map((scope) => `- \`${scope}\`: ${SCOPE_WORDS[scope]}`).join('\n')

type Document = ReturnType<typeof describeAll>

let made: Document | null = null

/** The API as an OpenAPI 3.1 document, made of the operations themselves, once: anybody may ask for it. Security
 *  requirements name the scope. */
export function toOpenApi(): Document {
  made ??= describeAll()
  return made
}

function describeAll() {
  const schemas: Record<string, JsonSchema> = {}
  const told = hoist(toJsonSchema(problem, 'output'), schemas)
  if (!('$ref' in told)) schemas.Problem = told
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describe(operation, schemas) }
  }
  const token = { type: 'http', scheme: 'bearer', description: `A token of Settings, rmt_…, with scopes:\n${SCOPES}` }
  return {
    openapi: '3.1.0',
    info: { title: 'Remit', version: '1', description: 'See every delegated session, ask, decide, and end access.' },
    servers: [{ url: '/api/v1' }],
    tags: [...new Set(OPERATIONS.map(({ id }) => id.split('.')[0]))].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      responses: describeProblems(),
      parameters: { IdempotencyKey: idempotencyKey },
      securitySchemes: { token },
    },
  }
}
