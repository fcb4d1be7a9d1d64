import { sessionListRequest } from '@/lib/domain/session-filter'
import type { SessionRow } from '@/lib/domain/session-row'
import { csvResponse } from '@/lib/http/csv'
import { route } from '@/lib/http/route'
import { readAllSessions } from '@/lib/queries/list-sessions'

type Cell = string | number | boolean | Date | null

const COLUMNS: Record<string, (row: SessionRow) => Cell> = {
  id: (row) => row.id,
  actor: (row) => row.actor.name,
  actor_kind: (row) => row.actor.kind,
  principal: (row) => row.principal.name,
  system: (row) => row.system.name,
  tier: (row) => row.system.tier,
  grant: (row) => row.grant?.name ?? null,
  owner: (row) => row.owner?.name ?? null,
  status: (row) => row.status,
  origin: (row) => row.origin,
  source: (row) => row.source,
  issuance_seen: (row) => row.issuanceSeen,
  breadth: (row) => row.breadth,
  breadth_limit: (row) => row.breadthLimit,
  over_limit: (row) => row.isOverLimit,
  used_breadth: (row) => row.usedBreadth,
  unused_share: (row) => row.unusedShare,
  issued_at: (row) => row.issuedAt,
  expires_at: (row) => row.expiresAt ?? (row.expiryKnown ? 'never' : null),
  lifetime_seconds: (row) => row.lifetimeSeconds ?? (row.expiryKnown ? 'never' : null),
  ended_at: (row) => row.endedAt,
  last_used_at: (row) => row.lastUsedAt,
  open_findings: (row) => Object.values(row.findings).reduce((sum, count) => sum + count, 0),
}

async function* cells(pages: AsyncIterable<SessionRow[]>): AsyncGenerator<Cell[][]> {
  for await (const page of pages) yield page.map((row) => Object.values(COLUMNS).map((read) => read(row)))
}

/** Every session that matches the address's filters, in its order; an empty field is what is not known. */
export const GET = route(async (ctx, request) => {
  const params = Object.fromEntries(new URL(request.url).searchParams)
  const pages = readAllSessions(ctx, sessionListRequest.parse(params))
  return csvResponse('sessions', Object.keys(COLUMNS), cells(pages))
})
