import type { SerializedError } from 'vitest'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { countSkip, handOver, type Tally } from './tally'

function reasonOf(test: TestCase): string | undefined {
  const result = test.result()
  if (test.module.state() === 'failed') return 'something else in its file failed'
  if (test.options.mode === 'todo') return 'to do'
  return result.state === 'skipped' ? result.note : undefined
}

function count(tally: Tally, module: TestModule): void {
  const failedBefore = tally.failed
  for (const test of module.children.allTests()) {
    const { state } = test.result()
    if (state === 'passed') tally.passed++
    else if (state === 'failed') tally.failed++
    else countSkip(tally, `${module.relativeModuleId} > ${test.fullName}`, reasonOf(test))
  }
  const failedOutsideTests = module.state() === 'failed' && tally.failed === failedBefore
  if (failedOutsideTests) tally.failed++
}

/** Hands Vitest's counts to tests/run.ts: a file that cannot be loaded and an error outside tests are failures too. */
export default class VitestTally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tally: Tally = { passed: 0, failed: errors.length, skipped: [] }
    for (const module of modules) count(tally, module)
    handOver(tally)
  }
}
