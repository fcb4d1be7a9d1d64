import type { z } from 'zod'
import type { ApiScope } from '@/lib/domain/api-scope'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { isStorable } from '@/lib/domain/is-storable'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** Where in what was given something is wrong, and what. */
export type InputFault = { path: (string | number)[]; message: string }

type Described = {
  /** `noun.verb`; of the command line, too, unless `command` says other words. */
  id: `${string}.${string}`
  method: Method
  /** Below /api/v1, e.g. `/grants/{grantId}/revoke`; what stands in braces is a property of `input`. */
  path: `/${string}`
  /** What a token needs; null: nothing. The command or query behind it looks itself. */
  scope: ApiScope | null
  summary: string
  description: string
  /** Answered with 201: something is there that was not. */
  creates?: boolean
  /** Offered to agents as a tool of the MCP server. */
  forAgents?: boolean
  /** Words of the command line, where they are not those of the id. */
  command?: string
}

/** One thing that can be done from outside: a route, a verb of the command line and a tool are doors to it. `input`: path,
 *  query and body in one object of plain JSON. `call` parses what is given and answers what `output` says. */
export type Operation = Described & {
  input: z.ZodObject
  output: z.ZodObject
  call: (ctx: Context, given: unknown) => Promise<Record<string, unknown>>
}

type Specification<I extends z.ZodObject, O extends z.ZodObject> = Described & {
  input: I
  output: O
  run: (ctx: Context, input: z.output<I>) => Promise<z.input<O>>
}

/** What was given, as an operation takes it. @throws DomainError `invalid_input` with every fault in `details.faults` */
export function parseInput<I extends z.ZodObject>(schema: I, given: unknown): z.output<I> {
  if (!isStorable(given)) throw new DomainError('invalid_input', 'A text holds U+0000 or half a character.')
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }): InputFault => {
    return { path: path.map((part) => (typeof part === 'symbol' ? String(part) : part)), message }
  })
  const [first] = faults
  const where = first?.path.join('.')
  const message = first ? (where ? `${where}: ${first.message}` : first.message) : 'The input was not understood.'
  throw new DomainError('invalid_input', message, { faults })
}

/** Binds a command or query to its description. What it does not know of is refused: a filter that is misspelt must not
 *  count as none. */
export function operation<I extends z.ZodObject, O extends z.ZodObject>(of: Specification<I, O>): Operation {
  const { run, ...described } = of
  const input = of.input.strict()
  const call: Operation['call'] = async (ctx, given) => {
    const answer = await run(ctx, parseInput(input, given) as z.output<I>)
    return of.output.parse(answer)
  }
  return { ...described, input, call }
}

/** The names in braces of a path. */
export function pathParameters({ path }: Pick<Operation, 'path'>): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
}

/** Its words on the command line, noun first. */
export function wordsOf({ command, id }: Pick<Operation, 'command' | 'id'>): [noun: string, verb: string] {
  const [noun = '', verb = ''] = (command ?? id.replace('.', ' ').replace(/ get$/, ' show')).split(' ')
  return [noun, verb]
}

/** Its name as a tool: some clients take no dots. */
export function toolOf({ id }: Pick<Operation, 'id'>): string {
  return id.replaceAll(/[.-]/g, '_')
}
