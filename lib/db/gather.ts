/** For a DataLoader whose batches are statements: lets requests gather while `maxUnderWay` statements are under way, so that
 *  the busier it is, the more share one. `schedule` is its `batchScheduleFn`; its batch function goes through `counted`. */
export function gather(maxUnderWay: number) {
  let underWay = 0
  let waiting: (() => void)[] = []
  const schedule = (dispatch: () => void): void => {
    setImmediate(() => {
      if (underWay < maxUnderWay) dispatch()
      else waiting.push(dispatch)
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
        const dispatches = waiting
        waiting = []
        for (const dispatch of dispatches) dispatch()
      }
    }
  return { schedule, counted }
}
