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

const EVERY_MS = 250
/** A flush waits for this many times what the last one took, so that answers have the database nearly to themselves; but
 *  not for longer than it may lose in a crash. */
const SHARE = 8
const SLOWEST_MS = 750
/** So many rows wait at most; what comes on top is counted and dropped. */
const MAX_WAITING = 100_000
const MINUTE = 60_000

type Buffered = CheckedUse & { orgId: string }

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
  private waiting = new Map<string, Buffered[]>()
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
    const known = this.waiting.get(use.sessionId)?.find((row) => isOf(row, use, minute))
    if (known) return known
    const row = toRow(use)
    return this.put(row) ? row : null
  }

  private put(row: Buffered): boolean {
    if (this.rows >= MAX_WAITING) return false
    this.rows++
    const rows = this.waiting.get(row.sessionId)
    if (rows) rows.push(row)
    else this.waiting.set(row.sessionId, [row])
    return true
  }

  /** What could not be written waits again. */
  putBack(rows: readonly Buffered[]): void {
    for (const row of rows) if (!this.put(row)) this.dropped += row.allowed + row.denied + row.inactive
  }

  take(): Buffered[] {
    const taken = [...this.waiting.values()].flat()
    this.waiting = new Map()
    this.rows = 0
    if (this.dropped > 0) log.error({ dropped: this.dropped }, 'uses of sessions could not be recorded in time')
    this.dropped = 0
    return taken
  }

  get isEmpty(): boolean {
    return this.rows === 0
  }
}

const buffer = new UseBuffer()
let timer: NodeJS.Timeout | null = null
let flushing: Promise<void> | null = null
let lastTookMs = 0

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

async function writeAll(): Promise<void> {
  const began = performance.now()
  const byOrganisation = new Map<string, Buffered[]>()
  for (const use of buffer.take()) {
    const uses = byOrganisation.get(use.orgId)
    if (uses) uses.push(use)
    else byOrganisation.set(use.orgId, [use])
  }
  for (const [orgId, uses] of byOrganisation) await write(orgId, uses)
  lastTookMs = performance.now() - began
}

/** Writes what waits, one writer at a time; called by itself four times a second at most, and when the service stops. */
export async function flushUses(): Promise<void> {
  if (timer) clearTimeout(timer)
  timer = null
  await flushing
  flushing = writeAll().finally(() => {
    flushing = null
    if (!buffer.isEmpty) schedule()
  })
  await flushing
}

function schedule(): void {
  if (timer || flushing) return
  timer = setTimeout(() => void flushUses(), Math.min(SLOWEST_MS, Math.max(EVERY_MS, SHARE * lastTookMs)))
  timer.unref()
}

/** Notes what an enforcement point was told. Never waits and never fails: the answer goes out meanwhile. */
export function recordUse(use: SeenUse): void {
  buffer.add(use)
  schedule()
}
