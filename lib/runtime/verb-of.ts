import { type JsonSchema, propertiesOf } from '@/lib/operations/json-schema'
import { type Operation, pathParameters, wordsOf } from '@/lib/operations/operation'

/** One thing that a verb takes. `kind`: how its word is read. */
export type VerbOption = {
  name: string
  flag: string
  kind: 'text' | 'number' | 'duration' | 'switch' | 'list' | 'json'
  description: string
  isRequired: boolean
}

/** A verb of the command line, made of an operation: `remit <noun> <verb> <arguments…> --options`. `many`: the property
 *  that its last words are. */
export type Verb = {
  operation: Operation
  noun: string
  verb: string
  positions: string[]
  many: string | null
  options: VerbOption[]
}

const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Without `null`, which is said by leaving a thing out. */
function bare(schema: JsonSchema): JsonSchema {
  const others = ((schema.anyOf ?? []) as JsonSchema[]).filter(({ type }) => type !== 'null')
  const [only] = others
  if (only && others.length === 1) return { ...only, description: schema.description ?? only.description }
  const types = Array.isArray(schema.type) ? schema.type.filter((type) => type !== 'null') : [schema.type]
  return types.length === 1 ? { ...schema, type: types[0] } : schema
}

function kindOf(name: string, schema: JsonSchema): VerbOption['kind'] {
  const items = bare((schema.items ?? {}) as JsonSchema)
  if (schema.type === 'boolean') return 'switch'
  if (schema.type === 'integer' || schema.type === 'number') return name.endsWith('Seconds') ? 'duration' : 'number'
  if (schema.type === 'array') return items.type === 'object' ? 'json' : 'list'
  return schema.type === 'object' ? 'json' : 'text'
}

const HINTS: Record<VerbOption['kind'], string> = {
  text: '',
  number: '',
  duration: 'e.g. 15m, 8h, 90d, or seconds',
  switch: '',
  list: 'with commas between',
  json: 'as JSON',
}

/** What a system is asked for is said in short, too: `sys_…=case:read,case:list`. */
const SHORT = 'system=permission,permission; repeat it, or say it as JSON'

function toOption(name: string, full: JsonSchema, isRequired: boolean): VerbOption {
  const schema = bare(full)
  const kind = kindOf(name, schema)
  const words = ((schema.enum ?? ((schema.items ?? {}) as JsonSchema).enum) as unknown[] | undefined)?.join(', ')
  const hint = name === 'targets' ? SHORT : HINTS[kind]
  const said = [schema.description, words, hint].filter((part) => typeof part === 'string' && part !== '')
  return { name, flag: kebab(name), kind, description: said.join('; '), isRequired }
}

/** The verb that an operation is. */
export function verbOf(operation: Operation): Verb {
  const [noun, verb] = wordsOf(operation)
  const positions = pathParameters(operation)
  const rest = propertiesOf(operation.input).filter(({ name }) => !positions.includes(name))
  const many = rest.find(({ name, isRequired }) => isRequired && name.endsWith('Ids'))?.name ?? null
  const options = rest
    .filter(({ name }) => name !== many)
    .map(({ name, schema, isRequired }) => toOption(name, schema, isRequired))
  return { operation, noun, verb, positions, many, options }
}
