import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { UsageError } from '@/lib/runtime/usage-error'

/** What was asked for on the command line, as a command takes it. @throws UsageError naming what is wrong with it */
export function parseOptions<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.')
  throw new UsageError(where ? `${where}: ${issue?.message}` : `${issue?.message}`)
}

/** `a,b c` as its words; undefined where nothing was said. */
export function wordsOf(text: string | undefined): string[] | undefined {
  return text?.split(/[\s,]+/).filter(Boolean)
}

/** The JSON of a file; undefined where none was named. @throws UsageError where it cannot be read as such */
export async function readJsonFile(path: string | undefined): Promise<unknown> {
  if (path === undefined) return undefined
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    throw new UsageError(`${path} cannot be read as JSON.`)
  }
}
