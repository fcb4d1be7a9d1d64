import type { Context } from '@/lib/domain/context'
import { UsageError } from '@/lib/runtime/usage-error'

/** `remit ingest <source> <paths…>`: returns the exit code, 0, or 2 where something could not be read. With `json` the
 *  last line on standard output is one JSON object of counts; progress goes to standard error. */
export async function ingestFromTerminal(
  _ctx: Context,
  source: string,
  _paths: string[],
  _options: { json?: boolean },
): Promise<number> {
  throw new UsageError(`There is no source "${source}".`)
}
