import path from 'node:path'
import type { Settings } from '@/lib/env'
import { LOCAL_ACCOUNTS } from '@/lib/runtime/local-accounts'

/** What a start tells the person who waits for it: one line a step, with how long it took. */
export function say(line = ''): void {
  process.stdout.write(`${line}\n`)
}

/** Runs a step and says what came of it. `told` may return nothing, for a step not worth a line. */
export async function step<T>(run: () => Promise<T>, told: (result: T) => string | undefined): Promise<T> {
  const started = performance.now()
  const result = await run()
  const line = told(result)
  if (line) say(`  ${line.padEnd(48)}${seconds(started).padStart(8)}`)
  return result
}

/** The last thing a start says: where to go, and as whom. */
export function sayReady(
  { REMIT_URL, REMIT_TOKEN_URL, REMIT_HOME, SMTP_URL }: Settings,
  started: number,
  isLocalIdentity: boolean,
): void {
  say(`\nReady in ${seconds(started)}.\n\n  Open  ${REMIT_URL}`)
  if (isLocalIdentity) {
    say('  Sign in as one of these (local accounts, no password):')
    for (const { name, role, does } of LOCAL_ACCOUNTS) say(`    ${name.padEnd(16)}${role.padEnd(10)}${does}`)
  }
  say(`\n  Machines ask for tokens at  ${REMIT_TOKEN_URL}`)
  if (!SMTP_URL) say(`  Mail is kept at             ${REMIT_URL}/mail  (SMTP_URL is not set)`)
  say(`  Logs are in ${path.join(REMIT_HOME, 'logs')}. Ctrl-C ends everything.\n`)
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
