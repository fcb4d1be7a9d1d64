import { z } from 'zod'
import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { Period } from '@/lib/domain/exposure'
import type { FindingRow } from '@/lib/domain/finding-row'
import { getCoverage, type Health, type Ownership } from '@/lib/queries/get-coverage'
import { getOverview, type Overview } from '@/lib/queries/get-overview'
import { grantViewSql } from '@/lib/queries/grant-where'
import { readFindingRows } from '@/lib/queries/read-finding-rows'
import { liveSql } from '@/lib/queries/session-where'

/** Open findings by the controls of one framework they bear on, most first. */
export type ControlSummary = { framework: string; controls: { id: string; findings: number }[] }

/** What the figures do not contain, because nobody reported it. */
export type Unknowns = {
  breadth: number
  expiry: number
  issuance: number
  grantsWithoutPermissions: number
  unusedNotReported: number
}

export type RiskReport = {
  organisation: string
  overview: Overview
  ownership: Ownership
  health: Health
  topRisks: FindingRow[]
  controls: ControlSummary[]
  unknowns: Unknowns
}

const TOP_RISKS = 10
const controlMap = z.record(z.string(), z.array(z.string())).catch({})
const RANK = Prisma.sql`array_position(array['critical', 'high', 'medium', 'low', 'info'], f.severity)`

async function readTopRisks(ctx: Context): Promise<FindingRow[]> {
  const open = Prisma.sql`where f.org_id = ${ctx.orgId}::uuid and f.status in ('open', 'acknowledged')
    order by ${RANK}, y.tier nulls last, f.opened_at, f.id limit ${TOP_RISKS}`
  return (await readFindingRows(ctx, Prisma.sql`null as none`, open)).map(({ row }) => row)
}

async function summariseControls(ctx: Context): Promise<ControlSummary[]> {
  const rows = await reader().$queryRaw<{ controls: unknown; count: number }[]>`
    select f.controls, count(*)::int as count from findings f
    where f.org_id = ${ctx.orgId}::uuid and f.status in ('open', 'acknowledged') group by 1`
  const totals = new Map<string, Map<string, number>>()
  for (const { controls, count } of rows) {
    for (const [framework, ids] of Object.entries(controlMap.parse(controls))) {
      const of = totals.get(framework) ?? new Map<string, number>()
      for (const id of ids) of.set(id, (of.get(id) ?? 0) + count)
      totals.set(framework, of)
    }
  }
  return [...totals].map(([framework, of]) => ({
    framework,
    controls: [...of].map(([id, findings]) => ({ id, findings })).sort((a, b) => b.findings - a.findings),
  }))
}

async function countUnknowns(ctx: Context): Promise<Unknowns> {
  const [row] = await reader().$queryRaw<Unknowns[]>`
    select count(*) filter (where s.breadth is null)::int as breadth,
      count(*) filter (where not s.expiry_known)::int as expiry,
      count(*) filter (where not s.issuance_seen)::int as issuance,
      count(*) filter (where s.unused_share is null)::int as "unusedNotReported",
      (select count(*)::int from grants g where g.org_id = ${ctx.orgId}::uuid and ${grantViewSql('active', ctx.now)} and not g.permissions_known) as "grantsWithoutPermissions"
    from delegated_sessions s where s.org_id = ${ctx.orgId}::uuid and ${liveSql(ctx.now)}`
  return row ?? { breadth: 0, expiry: 0, issuance: 0, unusedNotReported: 0, grantsWithoutPermissions: 0 }
}

/** One page for those who answer for the risk: what is exposed, which way it goes, the worst of it and whose it is. */
export async function getRiskReport(ctx: Context, period: Period): Promise<RiskReport> {
  authorize(ctx, 'view-report')
  const [organisation, overview, coverage, topRisks, controls, unknowns] = await Promise.all([
    reader().organisation.findUniqueOrThrow({ where: { id: ctx.orgId }, select: { name: true } }),
    getOverview(ctx, period),
    getCoverage(ctx),
    readTopRisks(ctx),
    summariseControls(ctx),
    countUnknowns(ctx),
  ])
  return { organisation: organisation.name, overview, ...coverage, topRisks, controls, unknowns }
}
