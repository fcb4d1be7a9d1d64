const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const SAME_MS = 1_000

/**
 * Calls `end` at the first signal that ends a process, and `endAtOnce` at one that comes more than a second later. What
 * comes sooner is the same Ctrl-C: npm hands it on to whom the terminal has told already.
 */
export function onEndSignal(end: () => void, endAtOnce: () => void = () => process.exit(1)): void {
  let endedAt: number | undefined
  for (const signal of SIGNALS)
    process.on(signal, () => {
      if (endedAt !== undefined && performance.now() - endedAt > SAME_MS) return endAtOnce()
      if (endedAt !== undefined) return
      endedAt = performance.now()
      end()
    })
}
