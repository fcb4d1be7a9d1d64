import { hrefWith } from '@/app/(dashboard)/sessions/search-params'
import type { FindingRow } from '@/lib/domain/finding-row'

/** The way from one opened finding to those beside it in the list, and back to the list alone. */
export function neighbours(params: Record<string, string | undefined>, rows: readonly FindingRow[], id: string) {
  const at = rows.findIndex((row) => row.id === id)
  const to = (row: FindingRow | undefined) => (row ? hrefWith('/findings', params, { finding: row.id }) : null)
  return {
    closeHref: hrefWith('/findings', params, { finding: null }),
    previousHref: at > 0 ? to(rows[at - 1]) : null,
    nextHref: at >= 0 ? to(rows[at + 1]) : null,
    place: at >= 0 ? `${at + 1} of ${rows.length}` : null,
  }
}
