import { disconnect } from '@/lib/db'
import { log } from '@/lib/log'
import { runWorker } from '@/lib/runtime/run-worker'

/** The worker process: runs until SIGINT or SIGTERM, and lets the jobs under way finish. */
async function main(): Promise<void> {
  const runner = await runWorker()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => runner.stop().catch(() => undefined))
  log.info('worker started')
  await runner.promise
  await disconnect()
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    log.fatal({ err: error }, 'the worker ended')
    process.exit(1)
  },
)
