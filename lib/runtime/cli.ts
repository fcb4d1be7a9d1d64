import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Command, CommanderError } from 'commander'
import { DomainError } from '@/lib/domain/error'
import { defaultSettings, SettingsError, settings } from '@/lib/env'
import { type ApiOptions, getApiAccess } from '@/lib/runtime/api-access'
import { ApiProblem } from '@/lib/runtime/api-client'
import { answer, type GlobalOptions } from '@/lib/runtime/cli-answer'
import { registerClients } from '@/lib/runtime/cli-clients'
import { registerIssuers } from '@/lib/runtime/cli-issuers'
import { registerKeys } from '@/lib/runtime/cli-keys'
import type { NewOrganisation } from '@/lib/runtime/cli-organisation'
import { projectFolder } from '@/lib/runtime/project-folder'
import { UsageError } from '@/lib/runtime/usage-error'
import { ensureGeneratedClient, withDatabase, withOrganisation } from '@/lib/runtime/with-organisation'

const manifest: { version: string; description: string } = JSON.parse(
  readFileSync(path.join(projectFolder, 'package.json'), 'utf8'),
)

function registerIngest(program: Command): void {
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
}

/** What works on the database of this installation, without a token. */
function registerLocalSessions(sessions: Command): void {
  sessions
    .command('list')
    .description('every delegated session, newest first, of the database of this installation')
    .option('--source <kind>', 'only those learnt from this source, e.g. aws-cloudtrail')
    .option('--status <words>', 'only those in one of these statuses, with commas between')
    .action(async (_own, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { source?: string; status?: string }>()
      const { listSessionsToTerminal } = await import('@/lib/runtime/cli-sessions')
      await withOrganisation(options.org, (ctx) => listSessionsToTerminal(ctx, options))
    })
}

function registerHousekeeping(program: Command): void {
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
    .command('migrate')
    .description('bring the database to this version')
    .action(async (_own, command: Command) => {
      const migrated = await withDatabase(async (_url, names) => names)
      answer(command.optsWithGlobals<GlobalOptions>(), { migrated })
    })
}

function registerOrganisation(program: Command): void {
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
}

function registerMcp(program: Command): void {
  program
    .command('mcp')
    .description('serve the API to an agent as tools, on standard input and output (Model Context Protocol)')
    .action(async (_own, command: Command) => {
      const access = getApiAccess(command.optsWithGlobals<ApiOptions>())
      await ensureGeneratedClient()
      const { serveMcp } = await import('@/lib/runtime/serve-mcp')
      await serveMcp(access)
    })
}

/** The nouns of the API, told in the help. Their verbs are made of its operations once one of them is called: with a token
 *  they go through the API; what there also is without one works on the database of this installation. */
const API_NOUNS: Record<string, string> = {
  requests: 'what people are asked: list, show, create, withdraw, approve, deny, offer',
  offers: 'what is offered instead of what was asked',
  grants: 'standing permission: list, show, extend, widen, narrow, revoke',
  sessions: 'delegated sessions: list, show, revoke, lock, unlock',
  findings: 'what detectors believe is wrong: list, show, change',
  identities: 'who delegates and acts',
  systems: 'what is accessed',
  policies: 'who must agree to what',
  tickets: 'what is bound to a ticket ends with it',
  'break-glass': 'access in an emergency, and its reviews',
  me: 'who one is with this token, and what one may do',
  reports: 'figures over time',
  audit: 'what happened',
}

/** Whether a token was said, or is set: decides between the API and the database. */
function hasToken(words: readonly string[]): boolean {
  return words.some((word) => word === '--token' || word.startsWith('--token=')) || settings().REMIT_TOKEN !== undefined
}

async function registerNouns(program: Command, words: readonly string[]): Promise<void> {
  for (const [name, description] of Object.entries(API_NOUNS)) {
    const noun = program.command(name).description(description)
    const isLocal = name === 'sessions' && !hasToken(words)
    if (isLocal) registerLocalSessions(noun)
    if (!words.includes(name) || (isLocal && words.includes('list'))) continue
    await ensureGeneratedClient()
    const { registerApiVerbs } = await import('@/lib/runtime/cli-api')
    registerApiVerbs(noun, isLocal ? ['list'] : [])
  }
}

async function buildProgram(words: readonly string[]): Promise<Command> {
  const program = new Command('remit')
    .description(manifest.description)
    .version(manifest.version)
    .option('--json', 'answer as JSON; progress and errors go to standard error')
    .option('--org <slug>', 'the organisation, where there are several; a token knows its own')
    .option('--url <url>', 'where the API is, unless REMIT_URL says so')
    .option('--token <token>', 'the token to call it with; better set REMIT_TOKEN, which no list of processes shows')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
  await registerNouns(program, words)
  const families = [registerMcp, registerIngest, registerHousekeeping, registerOrganisation]
  for (const register of [...families, registerClients, registerIssuers, registerKeys]) register(program)
  return program
}

/** By the status of the API: asked for wrongly, not allowed, not there, not now, later. */
const API_CODES: Record<number, number> = {
  400: 2,
  413: 2,
  415: 2,
  422: 2,
  401: 3,
  403: 3,
  404: 4,
  409: 5,
  429: 6,
  503: 6,
}

/** 0 well, 2 asked for wrongly, 1 anything else, and of the API 3 not allowed, 4 not there, 5 not now, 6 try later; the
 *  reason is one sentence on standard error. */
function exitCodeFor(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  if (error instanceof ApiProblem) return API_CODES[error.status] ?? 1
  const isUsage = error instanceof UsageError || error instanceof SettingsError
  return isUsage || (error instanceof DomainError && error.code === 'invalid_input') ? 2 : 1
}

/** Runs one verb, as words of a terminal after `remit`. How it went is left in `process.exitCode`. */
export async function runCommandLine(words: readonly string[]): Promise<void> {
  defaultSettings({ REMIT_HOME: path.join(projectFolder, '.remit'), LOG_LEVEL: 'warn' })
  try {
    const program = await buildProgram(words)
    await program.parseAsync(words, { from: 'user' })
  } catch (error) {
    process.exitCode = exitCodeFor(error)
  }
}
