import type { Command } from 'commander'
import type { GlobalOptions } from '@/lib/runtime/cli-answer'
import { withDatabase } from '@/lib/runtime/with-organisation'

/** The verbs of `remit keys`. */
export function registerKeys(program: Command): void {
  const keys = program.command('keys').description('the keys that sign sessions')
  keys
    .command('rotate')
    .description('let the next key of each algorithm sign; the one before the current is deleted')
    .action(async (_own, command: Command) => {
      const { rotateFromTerminal } = await import('@/lib/runtime/key-verbs')
      await withDatabase(() => rotateFromTerminal(command.optsWithGlobals<GlobalOptions>()))
    })
  keys
    .command('list')
    .description('every key, newest first')
    .action(async (_own, command: Command) => {
      const { listFromTerminal } = await import('@/lib/runtime/key-verbs')
      await withDatabase(() => listFromTerminal(command.optsWithGlobals<GlobalOptions>()))
    })
}
