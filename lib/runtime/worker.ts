import '@/lib/runtime/check-node'
import { secretEnv } from '@/lib/env'
import { log } from '@/lib/log'
import { onEndSignal } from '@/lib/runtime/on-end-signal'
import { prepareProcess, recallSecret } from '@/lib/runtime/prepare-process'

/** The worker process: runs until SIGINT, SIGTERM or the end of its terminal, and lets the jobs under way finish. It writes
 *  links to decide by and signs calls, so it needs the secret that the dashboard has. */
async function main(): Promise<void> {
  await prepareProcess()
  await recallSecret()
  secretEnv()
  const [{ runWorker }, { disconnect }] = await Promise.all([import('@/lib/runtime/run-worker'), import('@/lib/db')])
  const runner = await runWorker()
  onEndSignal(() => void runner.stop().catch(() => undefined))
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
