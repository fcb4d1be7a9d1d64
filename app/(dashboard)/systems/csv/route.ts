import type { Context } from '@/lib/domain/context'
import { EXPORT_ROWS } from '@/lib/domain/page'
import { type SystemListInput, type SystemRow, systemListInput } from '@/lib/domain/system-filter'
import { csvResponse } from '@/lib/http/csv'
import { route } from '@/lib/http/route'
import { listSystems } from '@/lib/queries/list-systems'

type Cell = string | number | boolean | Date | null

const COLUMNS: Record<string, (row: SystemRow) => Cell> = {
  id: (row) => row.id,
  name: (row) => row.name,
  kind: (row) => row.kind,
  tier: (row) => row.tier,
  environment: (row) => row.environment,
  owner: (row) => row.owner?.name ?? null,
  live_sessions: (row) => row.sessions,
  over_limit: (row) => row.overLimit,
  breadth_p10: (row) => row.breadthP10,
  breadth_median: (row) => row.breadthMedian,
  breadth_p95: (row) => row.breadthP95,
  unused_share: (row) => row.unusedShare,
  median_lifetime_seconds: (row) => row.medianLifetimeSeconds,
  unowned_sessions: (row) => row.unowned,
  revocation_median_seconds: (row) => row.revocationSeconds,
  can_revoke: (row) => row.canRevoke,
  open_findings: (row) => Object.values(row.findings).reduce((sum, count) => sum + count, 0),
}

async function* readAll(ctx: Context, input: SystemListInput): AsyncGenerator<Cell[][]> {
  let after: string | undefined
  do {
    const page = await listSystems(ctx, { ...input, after, before: undefined, limit: EXPORT_ROWS })
    yield page.rows.map((row) => Object.values(COLUMNS).map((read) => read(row)))
    after = page.next ?? undefined
  } while (after)
}

/** Every system that matches the address's filters, in its order; an empty field is what is not known. */
export const GET = route(async (ctx, request) => {
  const params = Object.fromEntries(new URL(request.url).searchParams)
  return csvResponse('systems', Object.keys(COLUMNS), readAll(ctx, systemListInput.parse(params)))
})
