import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureGenerated, generateRouteTypes } from './support/ensure-generated'
import { addTallies, describeTally, NOTHING, type Tally, takeOver } from './support/tally'

/** One check of the whole project. Without a tally of its own it counts as a single test. */
type Step = { name: string; command: readonly string[]; tallies: boolean; limitSeconds: number }
type Outcome = { name: string; tally: Tally; seconds: number }

const root = path.resolve(import.meta.dirname, '..')
const scratch = mkdtempSync(path.join(tmpdir(), 'remit-run-'))

const single = (name: string, ...command: string[]): Step => ({ name, command, tallies: false, limitSeconds: 120 })
const suite = (name: string, limitSeconds: number, ...command: string[]): Step => ({
  name,
  command,
  tallies: true,
  limitSeconds,
})

/** Steps of one row run together, rows after one another: the first two fill what the tests wait at their beginning. */
const ROWS: readonly (readonly Step[])[] = [
  [
    // Reads each file once for its format and its rules.
    single('style', 'biome', 'check', '--error-on-warnings', '.'),
    // One checker: several work out the same types of Prisma's client each for itself.
    single('types', 'tsc', '--noEmit', '--checkers', '1', '-p', 'tests'),
    suite('vitest', 900, 'vitest', 'run', '-c', 'tests/vitest.config.ts', '--allowOnly=false', ...reporters()),
  ],
  [suite('browser', 1500, 'playwright', 'test', '-c', 'tests/playwright.config.ts')],
]

function reporters(): string[] {
  return ['--reporter=default', '--reporter=./tests/support/vitest-tally.ts']
}

/** The exit code; 1 for a step that had to be ended because its time was over. */
function execute({ name, command, limitSeconds }: Step, tallyFile: string): Promise<number> {
  const [program = '', ...args] = command
  const env = { ...process.env, REMIT_TALLY: tallyFile }
  const child = spawn(path.join(root, 'node_modules/.bin', program), args, { cwd: root, env, stdio: 'inherit' })
  const end = () => child.kill('SIGTERM')
  const limit = setTimeout(() => {
    console.log(`${name} took more than ${limitSeconds} s and was ended`)
    end()
    setTimeout(() => child.kill('SIGKILL'), 15_000).unref()
  }, limitSeconds * 1000)
  process.once('SIGTERM', end)
  return new Promise((resolve) => {
    child.once('error', (error) => console.log(`${name}: ${error.message}`))
    child.once('close', (code) => {
      clearTimeout(limit)
      process.off('SIGTERM', end)
      resolve(code ?? 1)
    })
  })
}

/** A step that ends badly without naming a failed test is one failure, so that no failure is lost. */
function judge(step: Step, code: number, counted: Tally | null): Tally {
  if (!step.tallies) return { ...NOTHING, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
  const tally = counted ?? NOTHING
  const isLost = tally.failed === 0 && (code !== 0 || counted === null)
  return isLost ? { ...tally, failed: 1 } : tally
}

async function run(step: Step): Promise<Outcome> {
  const started = performance.now()
  const tallyFile = path.join(scratch, `${step.name}.json`)
  const code = await execute(step, tallyFile)
  const seconds = (performance.now() - started) / 1000
  return { name: step.name, tally: judge(step, code, takeOver(tallyFile)), seconds }
}

function report(outcomes: readonly Outcome[]): Tally {
  const total = addTallies(outcomes.map(({ tally }) => tally))
  console.log('')
  for (const { name, reason } of total.skipped) console.log(`skipped: ${name}: ${reason}`)
  for (const { name, tally, seconds } of outcomes)
    console.log(`${name.padEnd(8)} ${seconds.toFixed(1).padStart(6)} s   ${tally.failed > 0 ? 'FAILED' : 'ok'}`)
  console.log(describeTally(total))
  return total
}

/** `tsx tests/run.ts [step …]`: the named steps, else all. */
async function main(wanted: readonly string[]): Promise<void> {
  await ensureGenerated()
  if (wanted.length === 0 || wanted.includes('types')) generateRouteTypes()
  const outcomes: Outcome[] = []
  for (const row of ROWS) {
    const steps = row.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
    outcomes.push(...(await Promise.all(steps.map(run))))
  }
  rmSync(scratch, { recursive: true, force: true })
  process.exitCode = report(outcomes).failed > 0 || outcomes.length === 0 ? 1 : 0
}

await main(process.argv.slice(2))
