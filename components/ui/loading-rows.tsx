const WIDTHS = ['62%', '48%', '70%', '55%', '66%']

/** Grey bars for the rows of a list that is being read. They appear after 300 ms; put the real head above them. */
export function LoadingRows({ rows = 8, columns = 3 }: { rows?: number; columns?: number }) {
  const lines = Array.from({ length: rows }, (_, index) => index)
  return (
    <div role="status" className="page-inset appears-late">
      <span className="sr-only">Loading</span>
      {lines.map((line) => (
        <div key={line} aria-hidden="true" className="flex h-8 items-center gap-8 border-b border-line last:border-b-0">
          <span className="flex-1">
            <i className="block h-2 rounded-[2px] bg-surface-strong" style={{ width: WIDTHS[line % WIDTHS.length] }} />
          </span>
          {Array.from({ length: columns - 1 }, (_, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the bars have no identity
            <i key={column} className="block h-2 w-14 rounded-[2px] bg-surface-strong max-md:nth-[n+3]:hidden" />
          ))}
        </div>
      ))}
    </div>
  )
}
