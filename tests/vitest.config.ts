import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Tests of what does no I/O. They never start Postgres; a file elsewhere joins them by the name `*.pure.test.ts`. */
const pure = [
  'tests/{domain,components,connectors,support}/**/*.test.{ts,tsx}',
  'tests/architecture.test.ts',
  'tests/**/*.pure.test.{ts,tsx}',
]
const never = ['**/node_modules/**', 'tests/e2e/**']
const setupFiles = ['tests/support/begin-anew.ts', 'tests/support/quiet-console.ts', 'tests/support/cut-network.ts']

/** What takes longest, which a fresh clone has no record of: begun last, it would be waited for alone. */
const long = [
  'tests/seed.test.ts',
  'tests/authorization.test.ts',
  'tests/jobs/ingest-cloudtrail.test.ts',
  'tests/runtime/token-service.test.ts',
  'tests/runtime/cli.test.ts',
  'tests/http/answer-mcp.test.ts',
  'tests/runtime/cli-clients.test.ts',
]
const isLong = ({ moduleId }: TestSpecification) => long.some((file) => moduleId.endsWith(`/${file}`))

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { alias: { '@': fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '') } },
  test: {
    // Database tests wait for Postgres half of the time, so that two files run on two cores beside it.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Generous: a shared machine can be many times slower than a quiet one, and no test is about time.
    testTimeout: 60_000,
    hookTimeout: 300_000,
    // A process loads the packages once for all its files: that was half of the time. Our own modules are loaded anew for
    // each (begin-anew.ts).
    isolate: false,
    // What was made of a module is kept on disk by its content, for the next run.
    experimental: { fsModuleCache: true },
    sequence: { sequencer: LongestFirst, setupFiles: 'list' },
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      { extends: true, test: { name: 'unit', include: pure, exclude: never, setupFiles } },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [...never, ...pure],
          globalSetup: 'tests/support/template-database.ts',
          setupFiles: [...setupFiles, 'tests/support/use-own-database.ts'],
        },
      },
    ],
  },
})
