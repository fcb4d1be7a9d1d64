import { Logger, runOnce } from 'graphile-worker'
import { env } from '@/lib/env'
import { runTask, TASK_NAMES } from '@/lib/jobs/registry'
import { NOW } from '@/tests/support/clock'

const silent = new Logger(() => () => undefined)

/** Runs what waits in the queue, and what that puts there, by the worker itself; at a fixed moment. What fails waits for its
 *  next try. */
export async function runJobs(now = NOW): Promise<void> {
  const tasks = TASK_NAMES.map((name) => [name, (payload: unknown) => runTask(name, payload, now)])
  await runOnce({ connectionString: env().DATABASE_URL, taskList: Object.fromEntries(tasks), logger: silent })
}
