import { EventEmitter } from 'node:events'
import { Logger, parseCronItems, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import pg from 'pg'
import { env } from '@/lib/env'
import { runTask, TASK_NAMES } from '@/lib/jobs/registry'
import { SCHEDULE } from '@/lib/jobs/schedule'
import { log } from '@/lib/log'
import { freeAbandonedJobs, WorkerLives } from '@/lib/runtime/worker-lives'

const HOUR_MS = 3_600_000
const LOOK_FOR_THE_GONE_MS = 10_000

/** By this name a worker's connections are known in `pg_stat_activity`; `readHealth` looks for it. */
const APPLICATION_NAME = 'remit-worker'

/**
 * Starts a worker: it takes jobs from the queue and keeps the schedule. Any number may run against one database.
 * `stop()` of what is returned lets the jobs under way finish; what a killed one had in hand is taken up by the others, or
 * by the next to start, within half a minute.
 */
export async function runWorker(): Promise<Runner> {
  const pool = openPool()
  const lives = new WorkerLives(env().DATABASE_URL)
  const events: WorkerEvents = new EventEmitter()
  // Jobs are held in the name of the pool, some in that of one of its workers.
  events.on('pool:create', ({ workerPool }) => lives.add(workerPool.id))
  events.on('worker:create', ({ worker }) => lives.add(worker.workerId))
  const runner = await startRunner(pool, events)
  const look = () => lookForTheGone(pool, lives)
  const looking = setInterval(look, LOOK_FOR_THE_GONE_MS)
  const end = () => {
    clearInterval(looking)
    return lives.end()
  }
  void runner.promise.then(end, end)
  await look()
  return runner
}

/** Shows first that these workers live, so that nobody takes what they have in hand. */
async function lookForTheGone(pool: pg.Pool, lives: WorkerLives): Promise<void> {
  try {
    await lives.show()
    const gone = await freeAbandonedJobs(pool)
    if (gone.length > 0) log.warn({ workers: gone }, 'took up the jobs of workers that are gone')
  } catch (err) {
    log.warn({ err }, 'could not look for the jobs of workers that are gone')
  }
}

function startRunner(pgPool: pg.Pool, events: WorkerEvents): Promise<Runner> {
  return run({
    pgPool,
    events,
    concurrency: 4,
    noHandleSignals: true,
    taskList: Object.fromEntries(TASK_NAMES.map((name) => [name, taskFor(name)])) satisfies TaskList,
    parsedCronItems: parseCronItems(SCHEDULE.map(toCronItem)),
    logger: new Logger(() => (level, message, meta) => {
      if (level === 'error' || level === 'warning') log[level === 'error' ? 'error' : 'warn'](meta, message)
      else log.debug(meta, message)
    }),
  })
}

/** A lost connection is the pool's to replace; a listener is needed all the same, or it would end the process. */
function openPool(): pg.Pool {
  const pool = new pg.Pool({ connectionString: env().DATABASE_URL, application_name: APPLICATION_NAME, max: 6 })
  const note = (err: Error) => log.warn({ err }, 'a database connection was lost')
  pool.on('error', note)
  pool.on('connect', (client) => client.on('error', note))
  return pool
}

function taskFor(name: (typeof TASK_NAMES)[number]) {
  return (payload: unknown) => runTask(name, payload, new Date())
}

function toCronItem({ task, cron }: (typeof SCHEDULE)[number]) {
  const options = { backfillPeriod: HOUR_MS, maxAttempts: 3, jobKey: `schedule:${task}`, queueName: undefined }
  return { task, match: cron, identifier: task, options }
}
