import '@/lib/runtime/check-node'
import { secretEnv } from '@/lib/env'
import { log } from '@/lib/log'
import { onEndSignal } from '@/lib/runtime/on-end-signal'
import { prepareProcess, recallSecret } from '@/lib/runtime/prepare-process'

/** Whatever takes longer is taken up by another worker, or by the next to start; the queue waits for a database that is away. */
const GRACE_MS = 30_000

/** The worker process: runs until SIGINT, SIGTERM or the end of its terminal, and lets the jobs under way finish. It writes
 *  links to decide by and signs calls, so it needs the secret that the dashboard has. */
async function main(): Promise<void> {
  await prepareProcess()
  await recallSecret()
  secretEnv()
  const [{ runWorker }, { disconnect }] = await Promise.all([import('@/lib/runtime/run-worker'), import('@/lib/db')])
  const runner = await runWorker()
  onEndSignal(() => {
    runner.stop().catch(() => undefined)
    setTimeout(() => process.exit(0), GRACE_MS).unref()
  })
  log.info('worker started')
  await runner.promise
  await disconnect()
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  },
)
