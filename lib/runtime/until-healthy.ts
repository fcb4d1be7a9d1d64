import { setTimeout as delay } from 'node:timers/promises'
import type { Settings } from '@/lib/env'

/** Asks the dashboard how it and all that it needs is, until all is well. A process that failed meanwhile is noticed by its supervisor. */
export async function untilHealthy({ PORT }: Pick<Settings, 'PORT'>): Promise<void> {
  const deadline = Date.now() + 120_000
  while (!(await isHealthy(PORT))) {
    if (Date.now() > deadline) throw new Error('The dashboard did not become healthy within two minutes.')
    await delay(100)
  }
}

async function isHealthy(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => undefined)
  await answer?.body?.cancel()
  return answer?.ok ?? false
}
