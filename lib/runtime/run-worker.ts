import { EventEmitter } from 'node:events'
import { Logger, parseCronItems, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import { isUnreachable } from '@/lib/db/is-unreachable'
import { env } from '@/lib/env'
import { runTask, TASK_NAMES } from '@/lib/jobs/registry'
import { SCHEDULE } from '@/lib/jobs/schedule'
import { log } from '@/lib/log'
import { Lookout } from '@/lib/runtime/lookout'
import { openPatientPool } from '@/lib/runtime/patient-pool'
import { freeAbandonedJobs, WorkerLives } from '@/lib/runtime/worker-lives'

const HOUR_MS = 3_600_000
/** Most of them wait for a mail server, an endpoint or the database. */
const JOBS_AT_ONCE = 8

/** By this name a worker's connections are known in `pg_stat_activity`; `readHealth` looks for it. */
const APPLICATION_NAME = 'remit-worker'

/**
 * Starts a worker: it takes jobs from the queue and keeps the schedule, and outlives a restart of the database. Any number
 * may run against one. `stop()` of what is returned lets the jobs under way finish; what a killed one had in hand is taken
 * up by the others, or by the next to start, within half a minute.
 */
export async function runWorker(): Promise<Runner> {
  const lookout: Lookout = new Lookout((isBack) => lookForTheGone(pool, lives, isBack))
  const pool = openPatientPool(
    { connectionString: env().DATABASE_URL, application_name: APPLICATION_NAME, max: 6 },
    lookout.noteLost,
  )
  const lives = new WorkerLives(env().DATABASE_URL, lookout.noteLost)
  const events: WorkerEvents = new EventEmitter()
  // Jobs are held in the name of the pool, some in that of one of its workers.
  events.on('pool:create', ({ workerPool }) => lives.add(workerPool.id))
  events.on('worker:create', ({ worker }) => lives.add(worker.workerId))
  const runner = await startRunner(pool, events)
  const end = () => {
    lookout.end()
    return lives.end()
  }
  void runner.promise.then(end, end)
  await lookout.begin()
  return runner
}

/** Shows first that these workers live, so that nobody takes what they have in hand; and where the database was away, lets
 *  the others show themselves too. */
async function lookForTheGone(pool: pg.Pool, lives: WorkerLives, isBack: boolean): Promise<void> {
  try {
    await lives.show()
    const gone = isBack ? [] : await freeAbandonedJobs(pool)
    if (gone.length > 0) log.warn({ workers: gone }, 'took up the jobs of workers that are gone')
  } catch (err) {
    if (isUnreachable(err)) throw err
    log.warn({ err }, 'could not look for the jobs of workers that are gone')
  }
}

function startRunner(pgPool: pg.Pool, events: WorkerEvents): Promise<Runner> {
  return run({
    pgPool,
    events,
    concurrency: JOBS_AT_ONCE,
    noHandleSignals: true,
    taskList: Object.fromEntries(TASK_NAMES.map((name) => [name, taskFor(name)])) satisfies TaskList,
    parsedCronItems: parseCronItems(SCHEDULE.map(toCronItem)),
    logger: new Logger(() => (level, message, meta = {}) => {
      if (isOfAbsence(meta.error) || (level !== 'error' && level !== 'warning')) log.debug(meta, message)
      else log[level === 'error' ? 'error' : 'warn'](meta, message)
    }),
  })
}

/** What each part of the queue says of a database that is away; the log has it once. */
function isOfAbsence(error: unknown): boolean {
  return error instanceof Error && (isUnreachable(error) || ('code' in error && error.code === 'unavailable'))
}

function taskFor(name: (typeof TASK_NAMES)[number]) {
  return (payload: unknown) => runTask(name, payload, new Date())
}

function toCronItem({ task, cron }: (typeof SCHEDULE)[number]) {
  const options = { backfillPeriod: HOUR_MS, maxAttempts: 3, jobKey: `schedule:${task}`, queueName: undefined }
  return { task, match: cron, identifier: task, options }
}
