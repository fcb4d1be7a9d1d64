/** Statements follow each other no faster than this, in milliseconds: with requests arriving all the time, those of a
 *  moment share one, which takes less of both processors than it makes each of them wait. */
const SPACE_MS = 3

/** For a DataLoader whose batches are statements: lets requests gather while `maxUnderWay` statements are under way, and for
 *  a moment after the last was sent, so that the busier it is, the more share one; whoever comes alone waits for nothing.
 *  `schedule` is its `batchScheduleFn`; its batch function goes through `counted`. */
export function gather(maxUnderWay: number) {
  let underWay = 0
  let waiting: (() => void)[] = []
  let lastAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | null = null
  const send = (): void => {
    timer = null
    if (underWay >= maxUnderWay) return
    const dispatches = waiting
    waiting = []
    lastAt = performance.now()
    for (const dispatch of dispatches) dispatch()
  }
  const sendInTime = (): void => {
    if (timer || waiting.length === 0 || underWay >= maxUnderWay) return
    const restMs = lastAt + SPACE_MS - performance.now()
    if (restMs <= 0) send()
    else timer = setTimeout(send, restMs)
  }
  const schedule = (dispatch: () => void): void => {
    setImmediate(() => {
      waiting.push(dispatch)
      sendInTime()
    })
  }
  const counted =
    <K, V>(run: (keys: readonly K[]) => Promise<V[]>) =>
    async (keys: readonly K[]): Promise<V[]> => {
      underWay++
      try {
        return await run(keys)
      } finally {
        underWay--
        sendInTime()
      }
    }
  return { schedule, counted }
}
