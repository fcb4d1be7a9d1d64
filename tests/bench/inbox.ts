import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { startEmbeddedPostgres } from '@/lib/runtime/embedded-postgres'
import { applyMigrations } from '@/lib/runtime/migrate'
import { fillInbox } from './inbox-world'

/** `npm run bench:inbox [-- --waiting 10000 --decided 100000]`: how long an approver's inbox takes with so many questions that
 *  wait: counting (on every page), the first and a later page, one question, and a vote. The bound: 100 ms for each query. */
const { values: options } = parseArgs({
  options: { waiting: { type: 'string', default: '10000' }, decided: { type: 'string', default: '100000' } },
})
const BOUND_MS = 100
const ROUNDS = 20

async function time(what: string, run: (round: number) => Promise<unknown>): Promise<void> {
  const took: number[] = []
  await run(0)
  for (let round = 1; round <= ROUNDS; round++) {
    const begin = performance.now()
    await run(round)
    took.push(performance.now() - begin)
  }
  took.sort((a, b) => a - b)
  const [median, p95] = [took[Math.floor(ROUNDS / 2)] ?? 0, took[Math.floor(ROUNDS * 0.95)] ?? 0]
  const best = (took[0] ?? 0).toFixed(1)
  const isOver = median > BOUND_MS ? ' OVER the bound' : ''
  console.log(`${what}: ${median.toFixed(1)} ms (best ${best}, p95 ${p95.toFixed(1)})${isOver}`)
}

async function measure(url: string): Promise<void> {
  const sql = new pg.Client(url)
  await sql.connect()
  const world = await fillInbox(sql, { waiting: Number(options.waiting), decided: Number(options.decided) })
  await sql.end()
  const { countInbox } = await import('@/lib/queries/count-inbox')
  const { getInboxItem } = await import('@/lib/queries/get-inbox-item')
  const { listInbox } = await import('@/lib/queries/list-inbox')
  const { decideApproval } = await import('@/lib/commands/decide-approval')
  const { inboxRequest } = await import('@/lib/domain/inbox-request')
  const { disconnect } = await import('@/lib/db')
  const { approver, outsider } = world
  console.log(`counts: ${JSON.stringify(await countInbox(approver))}`)
  await time('count, an approver', () => countInbox(approver))
  await time('count, whom nothing waits for', () => countInbox(outsider))
  const first = await listInbox(approver, 'mine', inboxRequest.parse({}))
  await time('mine, first page', () => listInbox(approver, 'mine', inboxRequest.parse({})))
  await time('mine, second page', () => listInbox(approver, 'mine', inboxRequest.parse({ after: first.next })))
  await time('mine, whom nothing waits for', () => listInbox(outsider, 'mine', inboxRequest.parse({})))
  await time('others, whom nothing waits for', () => listInbox(outsider, 'others', inboxRequest.parse({})))
  await time('decided', () => listInbox(approver, 'decided', inboxRequest.parse({})))
  await time('one question', (round) => getInboxItem(approver, first.rows[round]?.id ?? ''))
  await time('a vote that decides', (round) =>
    decideApproval(approver, { approvalId: first.rows[round + ROUNDS]?.id ?? '', vote: 'approve', comment: 'Bench.' }),
  )
  await disconnect()
}

const folder = await mkdtemp(path.join(tmpdir(), 'remit-bench-'))
const postgres = await startEmbeddedPostgres({ dataFolder: path.join(folder, 'postgres') })
try {
  process.env.DATABASE_URL = postgres.url
  await applyMigrations(postgres.url)
  await measure(postgres.url)
} finally {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}
