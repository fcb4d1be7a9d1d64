import { DomainError } from '@/lib/domain/error'
import { type JsonSchema, propertiesOf } from '@/lib/operations/json-schema'
import { type Operation, pathParameters } from '@/lib/operations/operation'

/** What a call may bring. */
export const MOST_BODY_BYTES = 1024 * 1024

/** A word of an address as the JSON that its schema wants; what is no such word stays as it is, for the schema to refuse. */
function fromWord(word: string, schema: JsonSchema): unknown {
  if (schema.type === 'integer' || schema.type === 'number') return word.trim() === '' ? word : Number(word)
  if (schema.type === 'boolean') return { true: true, false: false }[word] ?? word
  return word
}

/** The query as JSON: lists are repeated, or words with commas between. */
function fromQuery(query: URLSearchParams, operation: Operation): Record<string, unknown> {
  const schemas = new Map(propertiesOf(operation.input).map(({ name, schema }) => [name, schema]))
  const given: Record<string, unknown> = {}
  for (const name of new Set(query.keys())) {
    const schema = schemas.get(name) ?? {}
    const words = query.getAll(name)
    const items = (schema.items ?? {}) as JsonSchema
    if (schema.type === 'array')
      given[name] = words.flatMap((each) => each.split(',')).map((each) => fromWord(each, items))
    else given[name] = words.length > 1 ? words : fromWord(words[0] ?? '', schema)
  }
  return given
}

async function* bounded(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > MOST_BODY_BYTES) throw new DomainError('too_large', 'A request may have 1 MiB at most.')
    yield chunk
  }
}

/** The body as text, read no further than it may be long. @throws DomainError `too_large`, `unsupported_media_type` */
export async function readBody(request: Request): Promise<string> {
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  for await (const chunk of bounded(request.body)) chunks.push(chunk)
  const text = new TextDecoder().decode(Buffer.concat(chunks))
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (text.trim() !== '' && type !== 'application/json')
    throw new DomainError('unsupported_media_type', 'Send the body as application/json.')
  return text
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The JSON object of a body; an empty one is {}. */
function parseBody(text: string): Record<string, unknown> {
  if (text.trim() === '') return {}
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new DomainError('invalid_input', 'The body cannot be read as JSON.')
  }
  if (!isObject(body)) throw new DomainError('invalid_input', 'The body has to be a JSON object.')
  return body
}

const overlap = (a: Record<string, unknown>, names: readonly string[]) => names.find((name) => Object.hasOwn(a, name))

/** Path, query and body as the one object that an operation takes. What stands in the path stands nowhere else. */
export function toInput(
  operation: Operation,
  parameters: Record<string, string>,
  query: URLSearchParams,
  body: string,
): Record<string, unknown> {
  const rest = operation.method === 'GET' ? fromQuery(query, operation) : parseBody(body)
  if (operation.method !== 'GET' && [...query.keys()].length > 0)
    throw new DomainError('invalid_input', 'This takes no query: send the body as JSON.')
  const twice = overlap(rest, pathParameters(operation))
  if (twice) throw new DomainError('invalid_input', `${twice} stands in the path already.`)
  return { ...rest, ...parameters }
}

/** Whether a property of the input stands in the body. */
export function standsInBody(operation: Operation): (name: string) => boolean {
  const inPath = pathParameters(operation)
  return (name) => operation.method !== 'GET' && !inPath.includes(name)
}
