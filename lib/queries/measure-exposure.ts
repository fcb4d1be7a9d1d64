import { Prisma, reader } from '@/lib/db'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { ExposureFigures } from '@/lib/domain/exposure'
import { STANDING_GRANT_STATUSES } from '@/lib/domain/grant-filter'
import { liveSql } from '@/lib/queries/session-where'

type LiveRow = Pick<
  ExposureFigures,
  'liveSessions' | 'overLimit' | 'grantedWeight' | 'usedWeight' | 'neverExpiring' | 'medianLifetimeSeconds'
>
type Severity = keyof ExposureFigures['openBySeverity']

/** Revocations are measured over this many days up to now, so that a quiet day does not read as no speed. */
export const REVOCATION_WINDOW_DAYS = 30

async function measureLive(ctx: Context): Promise<LiveRow> {
  const [row] = await reader().$queryRaw<LiveRow[]>`
    select count(*)::int as "liveSessions",
      count(*) filter (where s.is_over_limit)::int as "overLimit",
      coalesce(sum(s.granted_weight) filter (where s.used_weight is not null), 0)::float8 as "grantedWeight",
      coalesce(sum(s.used_weight) filter (where s.granted_weight is not null), 0)::float8 as "usedWeight",
      count(*) filter (where s.expiry_known and s.expires_at is null)::int as "neverExpiring",
      percentile_cont(0.5) within group (order by date_part('epoch', s.expires_at - s.issued_at)) as "medianLifetimeSeconds"
    from delegated_sessions s where s.org_id = ${ctx.orgId}::uuid and ${liveSql(ctx.now)}`
  if (!row) throw new Error('an aggregate has a row')
  return row
}

async function countOpenFindings(ctx: Context): Promise<ExposureFigures['openBySeverity']> {
  const rows = await reader().$queryRaw<{ severity: Severity; count: number }[]>`
    select severity, count(*)::int as count from findings
    where org_id = ${ctx.orgId}::uuid and status = 'open' group by severity`
  const none = { critical: 0, high: 0, medium: 0, low: 0, info: 0 }
  return Object.assign(none, Object.fromEntries(rows.map((row) => [row.severity, row.count])))
}

async function measureIdentities(ctx: Context) {
  const [row] = await reader().$queryRaw<{ identities: number; unownedIdentities: number; standingGrants: number }[]>`
    select count(*)::int as identities, count(*) filter (where i.owner_id is null)::int as "unownedIdentities",
      (select count(*)::int from grants g where g.org_id = ${ctx.orgId}::uuid and g.status = any(${[...STANDING_GRANT_STATUSES]}) and g.expires_at is null) as "standingGrants"
    from identities i
    where i.org_id = ${ctx.orgId}::uuid and i.kind not in ('human', 'team') and i.status <> 'departed'`
  if (!row) throw new Error('an aggregate has a row')
  return row
}

/** Seconds from order to confirmation, over every hop confirmed; what can only expire is not in it. Null: none measured. */
async function measureRevocations(ctx: Context) {
  const from = new Date(ctx.now.getTime() - REVOCATION_WINDOW_DAYS * 86_400_000)
  const seconds = Prisma.sql`extract(epoch from d.confirmed_at - d.requested_at)`
  const [row] = await reader().$queryRaw<{ revocations: number; median: number | null; p95: number | null }[]>`
    select count(*)::int as revocations,
      (percentile_cont(0.5) within group (order by ${seconds}))::float8 as median,
      (percentile_cont(0.95) within group (order by ${seconds}))::float8 as p95
    from revocation_deliveries d
    where d.org_id = ${ctx.orgId}::uuid and d.id >= uuid_floor(${from}::timestamptz) and d.confirmed_at is not null`
  if (!row) throw new Error('an aggregate has a row')
  return { revocations: row.revocations, revocationMedianSeconds: row.median, revocationP95Seconds: row.p95 }
}

/** What the organisation's exposure is now, counted from its rows. Weights and the unused share are of live sessions of
 *  which both what is granted and what is used are known. Kept once a day as a snapshot. */
export async function measureExposure(ctx: Context): Promise<ExposureFigures> {
  authorize(ctx, 'view-access')
  const [live, openBySeverity, identities, revocations] = await Promise.all([
    measureLive(ctx),
    countOpenFindings(ctx),
    measureIdentities(ctx),
    measureRevocations(ctx),
  ])
  const unusedShare = live.grantedWeight > 0 ? Math.max(0, 1 - live.usedWeight / live.grantedWeight) : null
  const openFindings = Object.values(openBySeverity).reduce((sum, count) => sum + count, 0)
  return { ...live, unusedShare, openBySeverity, openFindings, ...identities, ...revocations }
}
