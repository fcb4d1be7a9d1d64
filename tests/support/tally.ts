import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** What one suite came to. A skip without a reason is a failure: nobody would know what is not being checked. */
export type Tally = { passed: number; failed: number; skipped: { name: string; reason: string }[] }

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: [] }

export function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, next) => ({
      passed: sum.passed + next.passed,
      failed: sum.failed + next.failed,
      skipped: [...sum.skipped, ...next.skipped],
    }),
    NOTHING,
  )
}

/** Counts one skipped test: with its reason, else as a failure that is told on the terminal. */
export function countSkip(tally: Tally, name: string, reason: string | undefined): void {
  if (reason) tally.skipped.push({ name, reason })
  else {
    tally.failed++
    process.stdout.write(`Skipped without a reason, which counts as a failure: ${name}\n`)
  }
}

/** `12 passed, 0 failed, 1 skipped`: the last line of a run. */
export function describeTally({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`
}

/** Reporters run in another process and hand their tally over in the file that REMIT_TALLY names. */
export function handOver(tally: Tally): void {
  const file = process.env.REMIT_TALLY
  if (file) writeFileSync(file, JSON.stringify(tally))
}

export function takeOver(file: string): Tally | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Tally) : null
}
