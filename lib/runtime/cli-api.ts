import type { Command } from 'commander'
import { OPERATIONS } from '@/lib/operations/operations'
import { type ApiOptions, getApiAccess } from '@/lib/runtime/api-access'
import { type ApiAccess, callOperation } from '@/lib/runtime/api-client'
import { readInputFile, readOption } from '@/lib/runtime/read-option'
import { tellAnswer, tellList } from '@/lib/runtime/tell-answer'
import { type Verb, verbOf } from '@/lib/runtime/verb-of'

type Said = ApiOptions & { input?: string; idempotencyKey?: string; [name: string]: unknown }
type Json = Record<string, unknown>

const again = (value: string, before: string[] = []) => [...before, value]

/** What was said, as the operation takes it: a file, changed by options, with what stands at its place. */
function toInput({ positions, many, options }: Verb, places: unknown[], said: Said): Json {
  const input = readInputFile(said.input)
  for (const option of options) {
    if (said[option.name] !== undefined) input[option.name] = readOption(option, said[option.name])
  }
  for (const [index, name] of positions.entries()) input[name] = places[index]
  const rest = places[positions.length]
  if (many && Array.isArray(rest) && rest.length > 0) input[many] = rest
  return input
}

/** Every page of a list, or the one that was asked for. */
async function* readPages(access: ApiAccess, verb: Verb, input: Json): AsyncGenerator<Json[]> {
  const { method, path } = verb.operation
  const isOnePage = ['after', 'before', 'limit'].some((name) => input[name] !== undefined)
  let after: unknown
  do {
    const cursor = after === undefined ? {} : { after }
    const pages = verb.options.some(({ name }) => name === 'limit') && !isOnePage ? { limit: 200 } : {}
    const page = await callOperation(access, { method, path, input: { ...input, ...pages, ...cursor } })
    yield Array.isArray(page.items) ? page.items : []
    after = isOnePage ? undefined : (page.next ?? undefined)
  } while (after !== undefined)
}

async function run(verb: Verb, places: unknown[], said: Said): Promise<void> {
  const access = getApiAccess(said)
  const input = toInput(verb, places, said)
  if (verb.verb === 'list') return tellList(said, readPages(access, verb, input))
  const { method, path } = verb.operation
  tellAnswer(said, await callOperation(access, { method, path, input, idempotencyKey: said.idempotencyKey }))
}

function register(noun: Command, verb: Verb): void {
  const command = noun.command(verb.verb).description(verb.operation.summary.toLowerCase())
  for (const name of verb.positions) command.argument(`<${name}>`)
  if (verb.many) command.argument(`[${verb.many}...]`)
  for (const { flag, kind, description } of verb.options) {
    if (kind === 'switch') command.option(`--${flag}`, description)
    else if (kind === 'list' || flag === 'targets') command.option(`--${flag} <words>`, description, again)
    else command.option(`--${flag} <value>`, description)
  }
  if (verb.operation.method !== 'GET') {
    command.option('--input <file>', 'the whole input as a JSON object, - for standard input; options change it')
    command.option('--idempotency-key <key>', 'the same key does the same thing once, however often it is said')
  }
  command.action((...given: unknown[]) => {
    const places = given.slice(0, -2)
    return run(verb, places, command.optsWithGlobals<Said>())
  })
}

/** Adds to a noun the verbs of the API. `taken`: those it has already. */
export function registerApiVerbs(noun: Command, taken: readonly string[] = []): void {
  for (const verb of OPERATIONS.map(verbOf)) {
    if (verb.noun === noun.name() && !taken.includes(verb.verb)) register(noun, verb)
  }
}
