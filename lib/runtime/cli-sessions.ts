import type { Context } from '@/lib/domain/context'
import { SESSION_STATUSES, sessionListRequest } from '@/lib/domain/session-filter'
import type { SessionRow } from '@/lib/domain/session-row'
import { readAllSessions } from '@/lib/queries/list-sessions'
import { UsageError } from '@/lib/runtime/usage-error'

/** What `remit sessions list` may be narrowed by. */
export type SessionListOptions = { source?: string; status?: string; json?: boolean }

/** Prints every delegated session, newest first: as one JSON array, or as a table of what a person looks for. */
export async function listSessionsToTerminal(ctx: Context, options: SessionListOptions): Promise<void> {
  const { source, status } = options
  if (status && !status.split(',').every(isStatus)) {
    throw new UsageError(`--status takes ${SESSION_STATUSES.join(', ')}, one or more with commas between.`)
  }
  const request = sessionListRequest.parse({ view: 'all', sort: '-issued', source, status })
  if (options.json) return writeJson(readAllSessions(ctx, request))
  for await (const rows of readAllSessions(ctx, request)) for (const row of rows) process.stdout.write(toLine(row))
}

function isStatus(word: string): boolean {
  return (SESSION_STATUSES as readonly string[]).includes(word.trim())
}

/** One row a line, so that a million do not have to fit in memory. */
async function writeJson(pages: AsyncIterable<SessionRow[]>): Promise<void> {
  let separator = '['
  for await (const rows of pages) {
    for (const row of rows) {
      process.stdout.write(`${separator}\n${JSON.stringify(row)}`)
      separator = ','
    }
  }
  process.stdout.write(separator === '[' ? '[]\n' : '\n]\n')
}

function toLine({ id, status, actor, principal, system, issuedAt }: SessionRow): string {
  return `${[id, status.padEnd(9), issuedAt.toISOString(), `${actor.name} for ${principal.name}`, system.name].join('  ')}\n`
}
