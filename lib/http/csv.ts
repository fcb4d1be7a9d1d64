type Cell = string | number | boolean | Date | null | undefined

/** What makes a spreadsheet take a text for a formula, in full width too: East Asian editions read it so. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u

/** One field by RFC 4180. A text that a spreadsheet would run as a formula is disarmed with a leading apostrophe. */
function field(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'string') return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Streams pages of rows as CSV (RFC 4180), so that a list of any length can be taken away: the next page is read when the
 *  one before was taken. The first is read before anything is answered, so that what cannot be read is a problem with its
 *  status, and not half a file. */
export async function csvResponse(
  name: string,
  head: readonly string[],
  pages: AsyncIterable<readonly Cell[][]>,
): Promise<Response> {
  const encoder = new TextEncoder()
  const lines = (rows: readonly (readonly Cell[])[]) =>
    encoder.encode(rows.map((cells) => `${cells.map(field).join(',')}\r\n`).join(''))
  const iterator = pages[Symbol.asyncIterator]()
  const first = await iterator.next()
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(lines([head, ...(first.done ? [] : first.value)]))
    },
    async pull(controller) {
      const next = await iterator.next()
      if (next.done) controller.close()
      else controller.enqueue(lines(next.value))
    },
    async cancel() {
      await iterator.return?.()
    },
  })
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.csv"`,
    'cache-control': 'no-store',
  }
  return new Response(body, { headers })
}
