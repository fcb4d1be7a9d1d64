import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Command, CommanderError } from 'commander'
import { DomainError } from '@/lib/domain/error'
import { defaultSettings, SettingsError } from '@/lib/env'
import { answer, type GlobalOptions } from '@/lib/runtime/cli-answer'
import { registerClients } from '@/lib/runtime/cli-clients'
import { registerIssuers } from '@/lib/runtime/cli-issuers'
import { registerKeys } from '@/lib/runtime/cli-keys'
import type { NewOrganisation } from '@/lib/runtime/cli-organisation'
import { projectFolder } from '@/lib/runtime/project-folder'
import { UsageError } from '@/lib/runtime/usage-error'
import { withDatabase, withOrganisation } from '@/lib/runtime/with-organisation'

const manifest: { version: string; description: string } = JSON.parse(
  readFileSync(path.join(projectFolder, 'package.json'), 'utf8'),
)

const program = new Command('remit')
  .description(manifest.description)
  .version(manifest.version)
  .option('--json', 'answer as JSON; progress and errors go to standard error')
  .option('--org <slug>', 'the organisation, where there are several')
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()

program
  .command('ingest')
  .description('read what another system recorded, e.g. "remit ingest aws-cloudtrail trail.json.gz logs/ -"')
  .argument('<source>', 'what kind of records, e.g. aws-cloudtrail')
  .argument('<paths...>', 'files, folders, or - for standard input')
  .action(async (source: string, paths: string[], _own, command: Command) => {
    const options = command.optsWithGlobals<GlobalOptions>()
    const { ingestFromTerminal } = await import('@/lib/runtime/cli-ingest')
    process.exitCode = await withOrganisation(options.org, (ctx) => ingestFromTerminal(ctx, source, paths, options))
  })

program
  .command('sessions')
  .description('delegated sessions')
  .command('list')
  .description('every delegated session, newest first')
  .option('--source <kind>', 'only those learnt from this source, e.g. aws-cloudtrail')
  .option('--status <words>', 'only those in one of these statuses, with commas between')
  .action(async (_own, command: Command) => {
    const options = command.optsWithGlobals<GlobalOptions & { source?: string; status?: string }>()
    const { listSessionsToTerminal } = await import('@/lib/runtime/cli-sessions')
    await withOrganisation(options.org, (ctx) => listSessionsToTerminal(ctx, options))
  })

program
  .command('detect')
  .description('run every detector now')
  .action(async (_own, command: Command) => {
    const options = command.optsWithGlobals<GlobalOptions>()
    const { detectForOrganisation } = await import('@/lib/jobs/run-detectors')
    const changes = await withOrganisation(options.org, detectForOrganisation)
    const counts = Object.entries(changes).map(([name, value]) => [name, Array.isArray(value) ? value.length : value])
    answer(options, Object.fromEntries(counts))
  })

program
  .command('organisation')
  .description('organisations')
  .command('create')
  .description('make an organisation and its first admin, who then signs in')
  .argument('<slug>', 'its short name: lower-case letters, digits and hyphens')
  .requiredOption('--name <name>', 'its name')
  .requiredOption('--admin-email <email>', 'the address the admin has at the identity provider')
  .requiredOption('--admin-name <name>', 'the name of the admin')
  .option('--time-zone <zone>', 'IANA time zone of its pages', 'UTC')
  .action(async (slug: string, _own, command: Command) => {
    const options = command.optsWithGlobals<GlobalOptions & NewOrganisation>()
    const { createOrganisationWithAdmin } = await import('@/lib/runtime/cli-organisation')
    answer(options, await withDatabase(() => createOrganisationWithAdmin(slug, options)))
  })

program
  .command('migrate')
  .description('bring the database to this version')
  .action(async (_own, command: Command) => {
    const migrated = await withDatabase(async (_url, names) => names)
    answer(command.optsWithGlobals<GlobalOptions>(), { migrated })
  })

registerClients(program)
registerIssuers(program)
registerKeys(program)

/** 0 well, 2 asked for wrongly, 1 anything else; the reason is one sentence on standard error. */
function exitCodeFor(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  const isUsage = error instanceof UsageError || error instanceof SettingsError
  return isUsage || (error instanceof DomainError && error.code === 'invalid_input') ? 2 : 1
}

/** Runs one verb, as words of a terminal after `remit`. How it went is left in `process.exitCode`. */
export async function runCommandLine(words: readonly string[]): Promise<void> {
  defaultSettings({ REMIT_HOME: path.join(projectFolder, '.remit'), LOG_LEVEL: 'warn' })
  try {
    await program.parseAsync(words, { from: 'user' })
  } catch (error) {
    process.exitCode = exitCodeFor(error)
  }
}
