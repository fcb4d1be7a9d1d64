import { type CheckedUse, recordChecks } from '@/lib/commands/record-checks'
import { systemContext } from '@/lib/domain/context'
import { log } from '@/lib/log'

/** What an enforcement point was told, and for what. Ids are UUIDs. `permission` null: it did not say. */
export type SeenUse = {
  orgId: string
  sessionId: string
  systemId: string
  clientId: string
  permission: string | null
  outcome: 'allowed' | 'denied' | 'inactive'
  at: Date
}

/** The uses of a session are added up for this long before they are written, which with what follows is less than may be
 *  lost in a crash. As sessions come due one by one, so they are written: few at a time, and with pauses, so that no
 *  answer has to wait for the database to be done with hundreds of them. */
const HELD_MS = 600
const EVERY_MS = 50
const MOST_AT_ONCE = 100
/** So many rows wait at most; what comes on top is counted and dropped. */
const MAX_WAITING = 100_000
const MINUTE = 60_000

type Buffered = CheckedUse & { orgId: string }

/** The uses of one session, and since when they wait, by the process's own clock. */
type Waiting = { since: number; rows: Buffered[] }

const isOf = (waiting: Buffered, use: SeenUse, minute: number) =>
  waiting.clientId === use.clientId &&
  waiting.permission === use.permission &&
  waiting.systemId === use.systemId &&
  Math.floor(waiting.lastAt / MINUTE) === minute

function toRow({ outcome: _, at, ...use }: SeenUse): Buffered {
  return { ...use, allowed: 0, denied: 0, inactive: 0, firstAt: at.getTime(), lastAt: at.getTime() }
}

/** Uses that wait to be written, added up by session, enforcement point, permission and minute. */
class UseBuffer {
  private readonly waiting = new Map<string, Waiting>()
  private rows = 0
  private dropped = 0

  add(use: SeenUse): void {
    const row = this.rowFor(use)
    if (!row) {
      this.dropped++
      return
    }
    row[use.outcome]++
    const time = use.at.getTime()
    if (time < row.firstAt) row.firstAt = time
    if (time > row.lastAt) row.lastAt = time
  }

  private rowFor(use: SeenUse): Buffered | null {
    const minute = Math.floor(use.at.getTime() / MINUTE)
    const known = this.waiting.get(use.sessionId)?.rows.find((row) => isOf(row, use, minute))
    if (known) return known
    const row = toRow(use)
    return this.put(row) ? row : null
  }

  private put(row: Buffered): boolean {
    if (this.rows >= MAX_WAITING) return false
    this.rows++
    const waiting = this.waiting.get(row.sessionId)
    if (waiting) waiting.rows.push(row)
    else this.waiting.set(row.sessionId, { since: performance.now(), rows: [row] })
    return true
  }

  /** What could not be written waits again. */
  putBack(rows: readonly Buffered[]): void {
    for (const row of rows) if (!this.put(row)) this.dropped += row.allowed + row.denied + row.inactive
  }

  /** What has waited since then or longer, of so many sessions at most, which are those that have waited longest. */
  take(since: number, most: number): Buffered[] {
    const taken: Buffered[] = []
    let sessions = 0
    for (const [sessionId, waiting] of this.waiting) {
      if (waiting.since > since || sessions++ === most) break
      taken.push(...waiting.rows)
      this.waiting.delete(sessionId)
    }
    this.rows -= taken.length
    if (this.dropped > 0) log.error({ dropped: this.dropped }, 'uses of sessions could not be recorded in time')
    this.dropped = 0
    return taken
  }

  /** Since when the first has waited; null where none does. */
  get since(): number | null {
    const [first] = this.waiting.values()
    return first?.since ?? null
  }
}

const buffer = new UseBuffer()
let timer: NodeJS.Timeout | null = null
let flushing: Promise<void> | null = null

/** Nothing was written, and it may go well next time: no database, a deadlock, a conflict, or too slow. */
const TRANSIENT = new Set<unknown>(['unavailable', '40P01', '40001', '57014'])

function isTransient(error: unknown): boolean {
  return TRANSIENT.has((error as { code?: unknown }).code)
}

async function write(orgId: string, uses: Buffered[]): Promise<void> {
  try {
    await recordChecks(systemContext(orgId, 'token service', new Date(uses[0]?.lastAt ?? 0)), uses)
  } catch (error) {
    if (isTransient(error)) buffer.putBack(uses)
    else log.error({ error, lost: uses.length }, 'uses of sessions could not be recorded')
  }
}

async function writeAll(uses: readonly Buffered[]): Promise<void> {
  const byOrganisation = new Map<string, Buffered[]>()
  for (const use of uses) {
    const those = byOrganisation.get(use.orgId)
    if (those) those.push(use)
    else byOrganisation.set(use.orgId, [use])
  }
  for (const [orgId, those] of byOrganisation) await write(orgId, those)
}

/** One writer at a time, so that what cannot be written does not pile up at the database. */
async function flush(since: number, most: number): Promise<void> {
  if (timer) clearTimeout(timer)
  timer = null
  await flushing
  flushing = writeAll(buffer.take(since, most)).finally(() => {
    flushing = null
  })
  await flushing
}

/** Writes all that waits: called when the service stops. */
export async function flushUses(): Promise<void> {
  await flush(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)
  schedule()
}

async function flushDue(): Promise<void> {
  const began = performance.now()
  await flush(began - HELD_MS, MOST_AT_ONCE)
  schedule(Math.min(EVERY_MS, performance.now() - began))
}

/** Goes on when the next is due, but not before so many milliseconds have gone by. */
function schedule(pauseMs = 0): void {
  if (timer || flushing || buffer.since === null) return
  const dueMs = buffer.since + HELD_MS - performance.now()
  timer = setTimeout(() => void flushDue(), dueMs > 0 ? Math.max(EVERY_MS, dueMs) : pauseMs)
  timer.unref()
}

/** Notes what an enforcement point was told. Never waits and never fails: the answer goes out meanwhile. */
export function recordUse(use: SeenUse): void {
  buffer.add(use)
  schedule()
}
