import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter'
import { countSkip, handOver, type Tally } from './tally'

/** Hands Playwright's counts to tests/run.ts. A test that passes only on its second try has failed. */
export default class PlaywrightTally implements Reporter {
  private tests: () => TestCase[] = () => []
  private errors = 0

  onBegin(_: FullConfig, suite: Suite): void {
    this.tests = () => suite.allTests()
  }

  onError(): void {
    this.errors++
  }

  onEnd(): void {
    const tally: Tally = { passed: 0, failed: this.errors, skipped: [] }
    for (const test of this.tests()) this.count(tally, test)
    handOver(tally)
  }

  private count(tally: Tally, test: TestCase): void {
    const outcome = test.outcome()
    if (outcome === 'expected') tally.passed++
    else if (outcome === 'skipped') countSkip(tally, test.titlePath().filter(Boolean).join(' > '), this.reasonOf(test))
    else tally.failed++
  }

  private reasonOf(test: TestCase): string | undefined {
    return test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description
  }
}
