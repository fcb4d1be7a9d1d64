import { reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { FINDING_VIEWS, type FindingFilter, type FindingView } from '@/lib/domain/finding-filter'
import { findingWhere } from '@/lib/queries/finding-where'

/** How many findings each view holds, and how many match a filter. Detectors, so that a list can offer them. */
export type FindingCountsByView = { views: Record<FindingView, number>; matching: number; detectors: string[] }

/** Findings of an organisation by view. There is one a detector and subject, so counting them all stays cheap. */
export async function countFindingViews(ctx: Context, filter: FindingFilter): Promise<FindingCountsByView> {
  authorize(ctx, 'view-access')
  const [rows, matching, detectors] = await Promise.all([
    reader().$queryRaw<{ status: FindingView; count: number }[]>`
      select f.status, count(*)::int as count from findings f where f.org_id = ${ctx.orgId}::uuid group by 1`,
    reader().$queryRaw<{ count: number }[]>`
      select count(*)::int as count from findings f
      left join systems y on y.org_id = f.org_id and y.id = f.system_id
      left join identities o on o.org_id = f.org_id and o.id = f.owner_id
      where ${findingWhere(ctx, filter)}`,
    reader().$queryRaw<{ detector: string }[]>`
      select distinct f.detector from findings f where f.org_id = ${ctx.orgId}::uuid order by 1`,
  ])
  const all = rows.reduce((sum, row) => sum + row.count, 0)
  const countOf = (view: FindingView) => (view === 'all' ? all : (rows.find((row) => row.status === view)?.count ?? 0))
  const views = Object.fromEntries(FINDING_VIEWS.map((view) => [view, countOf(view)])) as Record<FindingView, number>
  return { views, matching: matching[0]?.count ?? 0, detectors: detectors.map((row) => row.detector) }
}
