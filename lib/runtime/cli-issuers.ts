import type { Command } from 'commander'
import type { Context } from '@/lib/domain/context'
import { answerList, type GlobalOptions } from '@/lib/runtime/cli-answer'
import type { LinkOptions, TrustOptions } from '@/lib/runtime/issuer-verbs'
import { runVerb } from '@/lib/runtime/run-verb'
import { withOrganisation } from '@/lib/runtime/with-organisation'

const verbs = () => import('@/lib/runtime/issuer-verbs')

const ISSUER = 'the issuer, as tokens name it'
const again = (value: string, before: string[] = []) => [...before, value]

function registerTrust(issuer: Command): void {
  issuer
    .command('trust')
    .description('take the word of another issuer about who somebody is')
    .argument('<url>', ISSUER)
    .option('--name <name>', 'what people call it')
    .requiredOption('--audience <audience>', 'whom its tokens must be meant for; repeat it', again)
    .option('--identify-by <claim>', 'sub (linked one by one) or email (the address an identity has here)', 'sub')
    .option('--jwks <file>', 'a JWK Set with its public keys, where they are not to be discovered')
    .option('--jwks-uri <url>', 'where its public keys are, where they are not to be discovered')
    .action((url: string, _own, command: Command) =>
      runVerb(command, verbs, (from, ctx, options: TrustOptions) => from.trustFromTerminal(ctx, url, options)),
    )
}

function registerSwitch(issuer: Command, verb: 'disable' | 'enable', description: string): void {
  issuer
    .command(verb)
    .description(description)
    .argument('<issuer>', `iss_…, or ${ISSUER}`)
    .action((reference: string, _own, command: Command) =>
      runVerb(command, verbs, (from, ctx) => from.switchIssuerFromTerminal(ctx, verb, reference)),
    )
}

function registerSubjects(issuer: Command): void {
  issuer
    .command('link')
    .description('say who a subject of an issuer is here')
    .requiredOption('--issuer <url>', ISSUER)
    .requiredOption('--subject <subject>', 'the subject, as the issuer writes it')
    .requiredOption('--identity <identity>', 'who that is: idn_… or an exact name')
    .action((_own, command: Command) =>
      runVerb(command, verbs, (from, ctx, options: LinkOptions) => from.linkFromTerminal(ctx, options)),
    )
  issuer
    .command('unlink')
    .description('a subject is nobody here any more')
    .requiredOption('--issuer <url>', ISSUER)
    .requiredOption('--subject <subject>', 'the subject, as the issuer writes it')
    .action((_own, command: Command) =>
      runVerb(command, verbs, (from, ctx, options: LinkOptions) => from.unlinkFromTerminal(ctx, options)),
    )
}

/** `remit issuer …`: whose tokens are believed. */
export function registerIssuers(program: Command): void {
  const issuer = program.command('issuer').description('trusted issuers')
  registerTrust(issuer)
  registerSwitch(issuer, 'disable', 'believe no token of it any more')
  registerSwitch(issuer, 'enable', 'believe its tokens again')
  registerSubjects(issuer)
  issuer
    .command('list')
    .description('every issuer, by name')
    .action(async (_own, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>()
      const read = async (ctx: Context) => (await verbs()).issuersForTerminal(ctx)
      const rows = await withOrganisation(options.org, read)
      answerList(options, rows, (row) => [row.id, row.status.padEnd(8), row.name, row.issuer])
    })
}
