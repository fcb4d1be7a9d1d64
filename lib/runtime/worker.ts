import { disconnect } from '@/lib/db'
import { completeSettings } from '@/lib/env'
import { log } from '@/lib/log'
import { installationSecret } from '@/lib/runtime/installation-secret'
import { runWorker } from '@/lib/runtime/run-worker'

/** The worker process: runs until SIGINT or SIGTERM, and lets the jobs under way finish. It writes links to decide by and
 *  signs calls, so it needs the secret that the dashboard has. */
async function main(): Promise<void> {
  completeSettings({ REMIT_SECRET: await installationSecret() })
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
