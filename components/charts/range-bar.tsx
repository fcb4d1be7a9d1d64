/** A spread of breadth within a group: median first, then p10 to p95 with the median ticked. 110 px wide. */
export function RangeBar({ p10, median, p95 }: { p10: number; median: number; p95: number }) {
  return (
    <span className="flex items-center gap-2" title={`Median ${median}, p10 ${p10}, p95 ${p95}`}>
      <span className="w-4.5 shrink-0 text-right tabular-nums">{Math.round(median)}</span>
      <span aria-hidden="true" className="relative h-1.5 w-27.5 rounded-[1px] bg-surface-strong">
        <i
          className="absolute inset-y-0 rounded-[1px] bg-c6"
          style={{ left: `${p10}%`, width: `${Math.max(0, p95 - p10)}%` }}
        />
        <i className="absolute -inset-y-0.5 w-0.5 bg-fg" style={{ left: `${median}%` }} />
      </span>
    </span>
  )
}
