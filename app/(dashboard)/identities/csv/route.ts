import type { Context } from '@/lib/domain/context'
import { type IdentityListInput, type IdentityRow, identityListInput } from '@/lib/domain/identity-filter'
import { EXPORT_ROWS } from '@/lib/domain/page'
import { csvResponse } from '@/lib/http/csv'
import { route } from '@/lib/http/route'
import { listIdentities } from '@/lib/queries/list-identities'

type Cell = string | number | boolean | Date | null

const COLUMNS: Record<string, (row: IdentityRow) => Cell> = {
  id: (row) => row.id,
  name: (row) => row.name,
  kind: (row) => row.kind,
  status: (row) => row.status,
  email: (row) => row.email,
  third_party: (row) => row.isThirdParty,
  owner: (row) => row.owner?.name ?? null,
  owner_has_left: (row) => row.owner?.hasLeft ?? null,
  grants_as_actor: (row) => row.actsFor,
  grants_as_principal: (row) => row.actedFor,
  live_sessions: (row) => row.liveSessions,
  breadth: (row) => row.breadth,
  last_seen_at: (row) => row.lastSeenAt,
  open_findings: (row) => Object.values(row.findings).reduce((sum, count) => sum + count, 0),
}

async function* readAll(ctx: Context, input: IdentityListInput): AsyncGenerator<Cell[][]> {
  let after: string | undefined
  do {
    const page = await listIdentities(ctx, { ...input, after, before: undefined, limit: EXPORT_ROWS })
    yield page.rows.map((row) => Object.values(COLUMNS).map((read) => read(row)))
    after = page.next ?? undefined
  } while (after)
}

/** Every identity that matches the address's filters, in its order; an empty field is what is not known. */
export const GET = route(async (ctx, request) => {
  const params = Object.fromEntries(new URL(request.url).searchParams)
  return csvResponse('identities', Object.keys(COLUMNS), readAll(ctx, identityListInput.parse(params)))
})
