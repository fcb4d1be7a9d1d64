import type { Context } from '@/lib/domain/context'
import { type GrantListInput, grantListInput } from '@/lib/domain/grant-filter'
import type { GrantRow } from '@/lib/domain/grant-row'
import { EXPORT_ROWS } from '@/lib/domain/page'
import { csvResponse } from '@/lib/http/csv'
import { route } from '@/lib/http/route'
import { listGrants } from '@/lib/queries/list-grants'

type Cell = string | number | boolean | Date | null

const COLUMNS: Record<string, (row: GrantRow) => Cell> = {
  id: (row) => row.id,
  name: (row) => row.name,
  actor: (row) => row.actor.name,
  actor_kind: (row) => row.actor.kind,
  principal: (row) => row.principal.name,
  owner: (row) => row.owner?.name ?? null,
  status: (row) => row.status,
  origin: (row) => row.origin,
  systems: (row) => row.systems.map((system) => system.name).join('; '),
  tier: (row) => row.tier,
  permissions_known: (row) => row.permissionsKnown,
  breadth: (row) => row.breadth,
  breadth_limit: (row) => row.limit,
  used_breadth: (row) => row.usedBreadth,
  unused_share: (row) => row.unusedShare,
  max_session_ttl_seconds: (row) => row.maxSessionTtlSeconds,
  expires_at: (row) => row.expiresAt ?? 'never',
  last_used_at: (row) => row.lastUsedAt,
  live_sessions: (row) => row.liveSessions,
  open_findings: (row) => Object.values(row.findings).reduce((sum, count) => sum + count, 0),
}

async function* readAll(ctx: Context, input: GrantListInput): AsyncGenerator<Cell[][]> {
  let after: string | undefined
  do {
    const page = await listGrants(ctx, { ...input, after, before: undefined, limit: EXPORT_ROWS })
    yield page.rows.map((row) => Object.values(COLUMNS).map((read) => read(row)))
    after = page.next ?? undefined
  } while (after)
}

/** Every grant that matches the address's filters, in its order; an empty field is what is not known. */
export const GET = route(async (ctx, request) => {
  const params = Object.fromEntries(new URL(request.url).searchParams)
  return csvResponse('grants', Object.keys(COLUMNS), readAll(ctx, grantListInput.parse(params)))
})
