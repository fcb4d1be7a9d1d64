import { revalidatePath } from 'next/cache'
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { isStorable } from '@/lib/domain/is-storable'
import { pageContext } from '@/lib/http/context'
import { type Problem, toProblem } from '@/lib/http/problem'

export type ActionResult<T> = { ok: true; value: T } | { ok: false; problem: Problem }

/** A server action: parses its input, runs one command as the signed-in member, and answers with a value or a problem.
 *  One that only asks (`changes: false`) leaves the pages as they are. */
export function action<S extends z.ZodType, T>(
  schema: S,
  run: (ctx: Context, input: z.output<S>) => Promise<T>,
  { changes = true } = {},
) {
  return async (input: z.input<S>): Promise<ActionResult<T>> => {
    try {
      const ctx = await pageContext()
      if (!isStorable(input)) throw new DomainError('invalid_input', 'A text holds U+0000 or half a character.')
      const parsed = schema.safeParse(input)
      if (!parsed.success) {
        throw new DomainError('invalid_input', parsed.error.issues[0]?.message ?? 'The input was not understood.')
      }
      const value = await run(ctx, parsed.data)
      if (changes) revalidatePath('/', 'layout')
      return { ok: true, value }
    } catch (error) {
      unstable_rethrow(error)
      const { status: _, ...problem } = toProblem(error)
      return { ok: false, problem }
    }
  }
}
