import type { Command } from 'commander'
import type { Context } from '@/lib/domain/context'
import { answer, type GlobalOptions } from '@/lib/runtime/cli-answer'
import { withOrganisation } from '@/lib/runtime/with-organisation'

/** Runs a verb of the command line in the organisation that was named, and prints what it did. `load` imports the file of
 *  the verbs, and not before the database's client is there: it may have to be made first. */
export async function runVerb<Verbs, Options>(
  command: Command,
  load: () => Promise<Verbs>,
  verb: (from: Verbs, ctx: Context, options: Options) => Promise<Record<string, unknown>>,
): Promise<void> {
  const options = command.optsWithGlobals<GlobalOptions & Options>()
  answer(options, await withOrganisation(options.org, async (ctx) => verb(await load(), ctx, options)))
}
