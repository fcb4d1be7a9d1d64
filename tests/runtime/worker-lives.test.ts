import { spawn } from 'node:child_process'
import { once } from 'node:events'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { revokeSessions, revokeSessionsInput } from '@/lib/commands/revoke-sessions'
import { reader } from '@/lib/db'
import { projectFolder } from '@/lib/runtime/project-folder'
import { freeAbandonedJobs, WorkerLives } from '@/lib/runtime/worker-lives'
import { createLifecycle } from '@/tests/support/lifecycle-fixture'
import { runJobs } from '@/tests/support/run-jobs'

const LIMIT_MILLISECONDS = 300_000
const patiently = { timeout: 120_000, interval: 50 }
let pool: pg.Pool

beforeAll(() => {
  pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
})
afterAll(() => pool.end())

async function heldBy(): Promise<unknown[]> {
  const { rows } = await pool.query('select locked_by from graphile_worker.jobs order by id')
  return rows.map((row) => row.locked_by)
}

test('what a worker has in hand is its own while it lives, and is put back once its connection is gone', async () => {
  await pool.query(
    `select graphile_worker.add_job('a-task'), graphile_worker.add_job('a-task');
     update graphile_worker._private_jobs set locked_by = 'worker-' || id, locked_at = now();
     update graphile_worker._private_jobs set locked_by = 'worker-lives' where id = (select min(id) from graphile_worker._private_jobs)`,
  )
  const lives = new WorkerLives(process.env.DATABASE_URL ?? '')
  lives.add('worker-lives')
  await lives.show()
  expect(await freeAbandonedJobs(pool)).toEqual([])
  expect(await freeAbandonedJobs(pool, { afterSeconds: 0 })).toHaveLength(1)
  expect(await heldBy()).toEqual(['worker-lives', null])
  await lives.end()
  expect(await freeAbandonedJobs(pool, { afterSeconds: 0 })).toEqual(['worker-lives'])
  expect(await heldBy()).toEqual([null, null])
  await pool.query('select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))')
})

function startWorker() {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    REMIT_SECRET: 'x'.repeat(32),
  }
  return spawn(process.execPath, ['--import', 'tsx', 'lib/runtime/worker.ts'], {
    cwd: projectFolder,
    env,
    stdio: 'ignore',
  })
}

/** Lets a worker work until it waits for what `lock` holds, and ends it there with kill -9. */
async function killWorkerAt(lock: string): Promise<void> {
  const holder = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await holder.connect()
  await holder.query('begin')
  await holder.query(lock)
  const worker = startWorker()
  const exited = once(worker, 'exit')
  const shown =
    "select from pg_locks where locktype = 'advisory' and classid = 736482 and database = (select oid from pg_database where datname = current_database())"
  const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
  try {
    await vi.waitFor(async () => expect((await pool.query(waiting)).rows).toHaveLength(1), patiently)
    await vi.waitFor(async () => expect((await pool.query(shown)).rows).not.toEqual([]), patiently)
    expect(await freeAbandonedJobs(pool, { afterSeconds: 0 }), 'while it lives').toEqual([])
  } finally {
    worker.kill('SIGKILL')
    await exited
    await holder.end()
  }
}

test(
  'a worker that is killed in the midst of a revocation loses no delivery, and none is recorded twice',
  async () => {
    const org = await createLifecycle()
    const sessionIds: string[] = []
    for (let made = 0; made < 6; made++) sessionIds.push(await org.observed({ expiresAt: null }))
    await revokeSessions(org.as('reviewer'), revokeSessionsInput.parse({ sessionIds, reason: 'It is too broad.' }))
    const deliveries = () =>
      reader().revocationDelivery.findMany({ where: { orgId: org.orgId }, orderBy: { id: 'asc' } })
    const [, , , fourth] = await deliveries()
    await killWorkerAt(`select from revocation_deliveries where id = '${fourth?.id}' for update`)
    await vi.waitFor(async () => expect(await freeAbandonedJobs(pool, { afterSeconds: 0 })).toHaveLength(1), patiently)
    await runJobs(new Date())
    expect((await deliveries()).map(({ status }) => status)).toEqual(sessionIds.map(() => 'impossible'))
    const told = await org.readEvents('revocation.delivery-impossible')
    expect(new Set(told.map(({ subjectId }) => subjectId)).size).toBe(sessionIds.length)
    expect(told).toHaveLength(sessionIds.length)
  },
  LIMIT_MILLISECONDS,
)
