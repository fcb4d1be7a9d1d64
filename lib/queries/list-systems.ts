import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { Environment, SystemKind } from '@/lib/domain/identity'
import { decodeCursor, encodeCursor, type Page } from '@/lib/domain/page'
import {
  SYSTEM_VIEWS,
  type SystemFilter,
  type SystemListInput,
  type SystemRow,
  type SystemSort,
  type SystemView,
} from '@/lib/domain/system-filter'
import { fromPublicId, toPublicId } from '@/lib/id'
import { parseSort } from '@/lib/queries/keyset'
import { rollUpSystems } from '@/lib/queries/roll-up-systems'

const VIEWS: Record<SystemView, (row: SystemRow) => boolean> = {
  all: () => true,
  'tier-1': (row) => row.tier === 1,
  'over-limit': (row) => row.overLimit > 0,
  unowned: (row) => row.owner === null || row.owner.hasLeft,
  idle: (row) => row.sessions === 0,
}

const SORT_VALUES: Record<SystemSort, (row: SystemRow) => string | number | null> = {
  overLimit: (row) => row.overLimit,
  sessions: (row) => row.sessions,
  name: (row) => row.name.toLowerCase(),
  tier: (row) => row.tier,
  breadth: (row) => row.breadthP95,
  unused: (row) => row.unusedShare,
  life: (row) => row.medianLifetimeSeconds,
  unowned: (row) => row.unowned,
}

async function readAll(ctx: Context): Promise<SystemRow[]> {
  const [{ rows }, systems] = await Promise.all([
    rollUpSystems(ctx, 'all'),
    reader().system.findMany({ where: { orgId: ctx.orgId }, include: { owner: true } }),
  ])
  const byId = new Map(systems.map((system) => [toPublicId('system', system.id), system]))
  return rows.flatMap((row) => {
    const system = byId.get(row.id)
    if (!system) return []
    const { owner } = system
    return {
      ...row,
      kind: system.kind as SystemKind,
      environment: system.environment as Environment,
      owner: owner && { id: toPublicId('identity', owner.id), name: owner.name, hasLeft: owner.status === 'departed' },
    }
  })
}

function isWanted(row: SystemRow, { view, tier, environment, q }: SystemFilter): boolean {
  if (tier && !tier.includes(row.tier)) return false
  if (environment && !environment.includes(row.environment)) return false
  if (q && !row.name.toLowerCase().includes(q.toLowerCase())) return false
  return VIEWS[view](row)
}

/** By value, what has none last either way, then by name and id: an order in which no two are equal. */
function comparing(sort: string) {
  const { key, direction } = parseSort<SystemSort>(sort)
  const sign = direction === 'asc' ? 1 : -1
  return (a: SystemRow, b: SystemRow): number => {
    const [left, right] = [SORT_VALUES[key](a), SORT_VALUES[key](b)]
    if (left === right) return a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1)
    if (left === null || right === null) return left === null ? 1 : -1
    return left < right ? -sign : sign
  }
}

/** Cuts the page after or before the row a cursor names; from the start where that row is gone. */
function cut(rows: SystemRow[], { after, before, limit }: SystemListInput): Page<SystemRow> {
  const at = (text: string | undefined) => {
    const cursor = decodeCursor(text)
    return cursor ? rows.findIndex((row) => row.id === toPublicId('system', cursor[1])) : -1
  }
  const end = at(before)
  const start = end > 0 && !after ? Math.max(0, end - limit) : at(after) + 1
  const page = rows.slice(start, start + limit)
  const cursorOf = (row?: SystemRow) => (row ? encodeCursor([null, fromPublicId('system', row.id)]) : null)
  return {
    rows: page,
    next: start + limit < rows.length ? cursorOf(page.at(-1)) : null,
    previous: start > 0 ? cursorOf(page[0]) : null,
  }
}

/** A page of systems with what is live on them, and how many each view shows (`matching`: the filters too). Systems are
 *  rolled up together, so they are sorted and counted together. Needs `view-access`. */
export async function listSystems(ctx: Context, input: SystemListInput) {
  authorize(ctx, 'view-access')
  const all = await readAll(ctx)
  const wanted = all.filter((row) => isWanted(row, input)).sort(comparing(input.sort))
  const entries = SYSTEM_VIEWS.map((view) => [view, all.filter(VIEWS[view]).length])
  const counts = { ...(Object.fromEntries(entries) as Record<SystemView, number>), matching: wanted.length }
  return { ...cut(wanted, input), counts }
}
