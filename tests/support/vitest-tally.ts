import type { SerializedError } from 'vitest'
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node'
import { countSkip, handOver, type Tally } from './tally'

type Holder = TestModule | TestSuite

const isBroken = (holder: Holder): boolean =>
  holder.errors().length > 0 || (holder.type === 'suite' && isBroken(holder.parent))

/** Vitest's `skipIf` takes no reason, so that a title may hold it: `of AWS (skipped: the data is not here)`. */
function reasonOf(test: TestCase): string | undefined {
  const result = test.result()
  if (result.state === 'skipped' && result.note) return result.note
  if (test.options.mode === 'todo') return 'to do'
  const inTitle = /\(skipped: (.+?)\)/.exec(test.fullName)?.[1]
  if (inTitle) return inTitle
  return isBroken(test.parent) ? 'what comes before it failed' : undefined
}

function count(tally: Tally, module: TestModule): void {
  const holders: Holder[] = [module, ...module.children.allSuites()]
  tally.failed += holders.filter((holder) => holder.errors().length > 0).length
  for (const test of module.children.allTests()) {
    const { state } = test.result()
    if (state === 'passed') tally.passed++
    else if (state === 'failed') tally.failed++
    else countSkip(tally, `${module.relativeModuleId} > ${test.fullName}`, reasonOf(test))
  }
}

/** Hands Vitest's counts to tests/run.ts: a file or hook that fails and an error outside tests are failures too. */
export default class VitestTally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tally: Tally = { passed: 0, failed: errors.length, skipped: [] }
    for (const module of modules) count(tally, module)
    handOver(tally)
  }
}
