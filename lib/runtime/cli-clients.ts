import type { Command } from 'commander'
import type { Context } from '@/lib/domain/context'
import { answerList, type GlobalOptions } from '@/lib/runtime/cli-answer'
import type { ClientOptions, FederationOptions } from '@/lib/runtime/client-verbs'
import { runVerb } from '@/lib/runtime/run-verb'
import { withOrganisation } from '@/lib/runtime/with-organisation'

/** Not before the database's client is there: it may have to be made first. */
const verbs = () => import('@/lib/runtime/client-verbs')

const ID = 'the client, cli_…'
const again = (value: string, before: string[] = []) => [...before, value]

/** The terms that a client can be made with and changed in. */
function withTerms(command: Command): Command {
  return command
    .option('--name <name>', 'its name; that of the identity unless said')
    .option('--auth <methods>', 'client_secret_basic, client_secret_post, private_key_jwt, federated')
    .option('--checks <systems>', 'keys of the systems in front of which it stands as resource server')
    .option('--scopes <scopes>', 'the most it can ever ask for; no maximum of its own unless said')
    .option('--jwks <file>', 'a JWK Set with its public keys')
    .option('--jwks-uri <url>', 'where its public keys are')
    .option('--alg <alg>', 'how tokens for it are signed: ES256 or RS256')
    .option('--rate <requests>', 'how many requests a minute it may make')
}

function registerMaking(client: Command): void {
  withTerms(client.command('create').description('let an agent, pipeline, service or workload ask for sessions'))
    .requiredOption('--identity <identity>', 'whose client it is: idn_… or an exact name')
    .option('--dpop', 'give it only tokens that are bound to a key (RFC 9449)')
    .action((_own, command: Command) =>
      runVerb(command, verbs, (from, ctx, options: ClientOptions) => from.createFromTerminal(ctx, options)),
    )
  withTerms(client.command('change').description('change what is said, and nothing else'))
    .argument('<client>', ID)
    .option('--dpop', 'give it only tokens that are bound to a key (RFC 9449)')
    .option('--no-dpop', 'give it bearer tokens, too')
    .action((id: string, _own, command: Command) =>
      runVerb(command, verbs, (from, ctx, options: ClientOptions) => from.changeFromTerminal(ctx, id, options)),
    )
}

function registerSecrets(client: Command): void {
  client
    .command('rotate')
    .description('add a secret beside the one in use; it is shown once')
    .argument('<client>', ID)
    .option('--revoke-oldest', 'where two are live already, revoke the oldest')
    .action((id: string, _own, command: Command) =>
      runVerb(command, verbs, (from, ctx, options: { revokeOldest?: boolean }) =>
        from.rotateFromTerminal(ctx, id, options),
      ),
    )
  client
    .command('revoke-secret')
    .description('end one secret at once')
    .argument('<client>', ID)
    .argument('<secret>', 'the secret, sec_…')
    .action((id: string, secret: string, _own, command: Command) =>
      runVerb(command, verbs, (from, ctx) => from.revokeSecretFromTerminal(ctx, id, secret)),
    )
}

function registerSwitch(client: Command, verb: 'disable' | 'enable', description: string): void {
  client
    .command(verb)
    .description(description)
    .argument('<client>', ID)
    .option('--reason <words>', 'why, for the audit log', 'From the command line.')
    .action((id: string, _own, command: Command) =>
      runVerb(command, verbs, (from, ctx, options: { reason: string }) =>
        from.switchFromTerminal(ctx, verb, id, options.reason),
      ),
    )
}

function registerList(client: Command): void {
  client
    .command('list')
    .description('every client, newest first')
    .option('--identity <identity>', 'only those of this identity, idn_…')
    .action(async (_own, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { identity?: string }>()
      const read = async (ctx: Context) => (await verbs()).clientsForTerminal(ctx, options.identity)
      const rows = await withOrganisation(options.org, read)
      answerList(options, rows, (row) => [row.id, row.status.padEnd(8), row.identity.name, row.authMethods.join(',')])
    })
}

/** `remit client …`: who may ask the token service. */
export function registerClients(program: Command): void {
  const client = program.command('client').description('clients of the token service')
  registerMaking(client)
  registerSecrets(client)
  registerSwitch(client, 'disable', 'let it do nothing any more: its sessions are not active either')
  registerSwitch(client, 'enable', 'let a disabled client authenticate again')
  registerList(client)
  client
    .command('federate')
    .description('let an ID token of a trusted issuer be the client')
    .argument('<client>', ID)
    .requiredOption('--issuer <url>', 'the trusted issuer, as tokens name it')
    .requiredOption('--audience <audience>', 'what must be among the audiences of the token')
    .requiredOption('--condition <claim=pattern>', 'e.g. sub=repo:org/name:environment:production; repeat it', again)
    .action((id: string, _own, command: Command) =>
      runVerb(command, verbs, (from, ctx, options: FederationOptions) => from.federateFromTerminal(ctx, id, options)),
    )
}
