type Cell = string | number | boolean | Date | null | undefined

/** One field by RFC 4180. A text that a spreadsheet would run as a formula is disarmed with a leading apostrophe. */
function field(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'string') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Streams pages of rows as CSV (RFC 4180), so that a list of any length can be taken away. */
export function csvResponse(name: string, head: readonly string[], pages: AsyncIterable<readonly Cell[][]>): Response {
  const encoder = new TextEncoder()
  const line = (cells: readonly Cell[]) => encoder.encode(`${cells.map(field).join(',')}\r\n`)
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(line(head))
      for await (const page of pages) for (const row of page) controller.enqueue(line(row))
      controller.close()
    },
  })
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.csv"`,
    'cache-control': 'no-store',
  }
  return new Response(body, { headers })
}
