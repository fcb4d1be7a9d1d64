import { log } from '@/lib/log'

const EVERY_MS = 10_000
const FIRST_TRY_MS = 250
/** Less than what others wait before they take a silent worker for gone. */
const LONGEST_PAUSE_MS = 5_000

/**
 * Looks at the database every ten seconds, and while it is away ever more slowly until it is back: each of the two is one
 * line in the log, however many connections broke. `look` is told whether it is the first one since.
 */
export class Lookout {
  private timer: NodeJS.Timeout | undefined
  private lostAt: number | undefined
  private tries = 0
  private isLooking = false
  private hasEnded = false

  constructor(private readonly look: (isBack: boolean) => Promise<void>) {}

  /** Looks, and goes on looking until `end`. */
  readonly begin = async (): Promise<void> => {
    this.isLooking = true
    const wasAway = this.lostAt !== undefined
    try {
      await this.look(wasAway)
      if (wasAway) this.noteFound()
    } catch (error) {
      this.noteLost(error)
    }
    this.isLooking = false
    this.schedule()
  }

  /** For whoever sees that a connection broke. */
  readonly noteLost = (error: unknown): void => {
    if (this.lostAt !== undefined || this.hasEnded) return
    this.lostAt = Date.now()
    this.tries = 0
    const reason = error instanceof Error ? error.message : String(error)
    log.warn({ reason }, 'the database is away; the worker goes on when it is back')
    if (!this.isLooking) this.schedule()
  }

  end(): void {
    this.hasEnded = true
    clearTimeout(this.timer)
  }

  private noteFound(): void {
    if (this.lostAt === undefined) return
    log.info({ awayMilliseconds: Date.now() - this.lostAt }, 'the database is back; the worker goes on')
    this.lostAt = undefined
  }

  private schedule(): void {
    clearTimeout(this.timer)
    if (this.hasEnded) return
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_TRY_MS * 2 ** this.tries++)
    this.timer = setTimeout(() => void this.begin(), this.lostAt === undefined ? EVERY_MS : pause)
  }
}
