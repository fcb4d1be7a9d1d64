import { addDue, takeDue } from '@/lib/commands/due-subjects'
import { policiesNamedIn, readKeptFacts, readNarrowingFacts } from '@/lib/commands/kept-facts'
import { PermissionSets, recordPermissions } from '@/lib/commands/record-permission-sets'
import type { Tx } from '@/lib/db'
import type { Context } from '@/lib/domain/context'
import type { Limits, Tier } from '@/lib/domain/limits'
import { type GrantMeasures, measureGrant, measureSession } from '@/lib/domain/measure'
import type { AccessReading, HeldPermissions, SessionInForce } from '@/lib/domain/observed-access'
import type { Permission } from '@/lib/domain/permission'

const BATCH = 1000

type DueSession = Omit<SessionInForce, 'issuedAt' | 'until'> & {
  id: string
  systemId: string
  tier: Tier
  issuedAt: Date
  expiresAt: Date | null
  isExpiryKnown: boolean
  used: string[]
  allowed: number
  denied: number
  firstUsedAt: Date | null
  lastUsedAt: Date | null
}

async function readDue(tx: Tx, ctx: Context, ids: readonly string[]): Promise<DueSession[]> {
  return tx.$queryRaw<DueSession[]>`
    with own as materialized (
      select s.* from unnest(${ids}::uuid[]) i (id) cross join lateral (
        select * from delegated_sessions s where s.org_id = ${ctx.orgId}::uuid and s.id = i.id limit 1) s)
    select s.id, s.system_id "systemId", s.tier, s.issued_at "issuedAt", s.expires_at "expiresAt", s.expiry_known "isExpiryKnown",
      s.method, s.session_policy "sessionPolicy",
      (select p.external_id from identities p where p.org_id = s.org_id and p.id = s.principal_id) principal,
      (select a.external_id from identities a where a.org_id = s.org_id and a.id = s.actor_id) actor,
      coalesce(u.used, '{}') used, coalesce(u.allowed, 0)::float8 allowed, coalesce(u.denied, 0)::float8 denied,
      u.first "firstUsedAt", u.last "lastUsedAt"
    from own s
    left join lateral (
      select array_agg(u.permission) filter (where u.allowed_count > 0) used, sum(u.allowed_count) allowed,
        sum(u.denied_count) denied, min(u.first_at) first, max(u.last_at) last
      from delegated_session_uses u where u.org_id = s.org_id and u.session_id = s.id) u on true`
}

function inForce(session: DueSession): SessionInForce {
  const until = session.expiresAt ?? session.lastUsedAt ?? session.issuedAt
  return { ...session, issuedAt: session.issuedAt.getTime(), until: until.getTime() }
}

/** Measures sets of permissions against what was used of them; many sessions ask the same. */
class Measurer {
  private readonly known = new Map<HeldPermissions, Map<string, GrantMeasures>>()

  measure(held: HeldPermissions, usedKeys: readonly string[], tier: Tier): GrantMeasures {
    const ofHeld = this.known.get(held) ?? new Map<string, GrantMeasures>()
    const key = `${tier} ${[...usedKeys].sort().join(' ')}`
    const measures = ofHeld.get(key) ?? measureGrant([{ granted: held?.permissions ?? null, usedKeys, tier }])
    ofHeld.set(key, measures)
    this.known.set(held, ofHeld)
    return measures
  }
}

export type Measuring = {
  reading: AccessReading
  limits: Limits
  /** What systems were told of in this run already: `<system> <permission set>`. */
  described: Set<string>
}

/** Measures up to 1,000 sessions that are due: what they may do, how broad that is, what they used of it, and the grant
 *  they came through. */
export async function recordSessionMeasures(tx: Tx, ctx: Context, measuring: Measuring) {
  const ids = await takeDue(tx, ctx, 'session', BATCH)
  const sessions = await readDue(tx, ctx, ids)
  const facts = await readKeptFacts(tx, ctx, [...new Set(sessions.map((session) => session.principal))])
  const narrowing = await readNarrowingFacts(
    tx,
    ctx,
    sessions.map((session) => session.sessionPolicy),
  )
  const [sets, measurer] = [new PermissionSets(tx, ctx), new Measurer()]
  const told = new PermissionsTold(measuring)
  const rows = []
  for (const session of sessions) {
    const ofPrincipal = facts.get(session.principal) ?? []
    const named = policiesNamedIn(session.sessionPolicy).flatMap((arn) => narrowing.get(arn) ?? [])
    const own = named.length > 0 ? [...ofPrincipal, ...named] : ofPrincipal
    const held = await measuring.reading.heldIn(inForce(session), own)
    const set = await sets.store(held)
    told.add(session, held, set)
    rows.push({
      ...toRow(session, measurer.measure(held, session.used, session.tier), measuring.limits),
      set,
      grant: measuring.reading.grantKeyOf(inForce(session), own),
    })
  }
  await writeMeasures(tx, ctx, JSON.stringify(rows))
  await recordPermissions(tx, ctx, told.bySystem)
  const onCommitted = () => {
    for (const name of told.described) measuring.described.add(name)
  }
  return { count: ids.length, onCommitted }
}

/** Collects what systems have not been told of yet. */
class PermissionsTold {
  readonly bySystem = new Map<string, Set<Permission>>()
  readonly described = new Set<string>()

  constructor(private readonly measuring: Measuring) {}

  add({ systemId, used }: DueSession, held: HeldPermissions, set: string | null): void {
    const known = this.bySystem.get(systemId) ?? new Set()
    this.bySystem.set(systemId, known)
    for (const key of used) {
      const name = `${systemId} ${key}`
      if (this.isNew(name)) for (const permission of this.measuring.reading.describe([key])) known.add(permission)
    }
    if (held && this.isNew(`${systemId} ${set}`)) for (const permission of held.permissions) known.add(permission)
  }

  private isNew(name: string): boolean {
    if (this.measuring.described.has(name) || this.described.has(name)) return false
    this.described.add(name)
    return true
  }
}

function toRow(session: DueSession, measures: GrantMeasures, limits: Limits) {
  const { id, issuedAt, expiresAt, isExpiryKnown, tier } = session
  const lifetimeSeconds = expiresAt && Math.max(0, Math.round((expiresAt.getTime() - issuedAt.getTime()) / 1000))
  const {
    breadth,
    usedBreadth,
    grantedWeight,
    usedWeight,
    grantedCount,
    usedCount,
    unusedShare,
    breadthLimit,
    isOverLimit,
  } = measureSession(measures, tier, { lifetimeSeconds, isExpiryKnown }, limits)
  return {
    ...{
      id,
      breadth,
      used_breadth: usedBreadth,
      granted_weight: grantedWeight,
      used_weight: usedWeight,
      granted_count: grantedCount,
    },
    ...{ allowed: session.allowed, denied: session.denied },
    ...{ first: session.firstUsedAt?.getTime() ?? null, last: session.lastUsedAt?.getTime() ?? null },
    ...{ used_count: usedCount, unused_share: unusedShare, breadth_limit: breadthLimit, is_over_limit: isOverLimit },
  }
}

async function writeMeasures(tx: Tx, ctx: Context, rows: string): Promise<void> {
  const grants = await tx.$queryRaw<{ id: string }[]>`
    with rows as (
      select r.*, g.id grant_id from jsonb_to_recordset(${rows}::jsonb) r (id uuid, "set" uuid, "grant" text, breadth int, used_breadth int,
        granted_weight float8, used_weight float8, granted_count int, used_count int, unused_share float8, breadth_limit int, is_over_limit bool,
        allowed float8, denied float8, first float8, last float8)
      left join grants g on g.org_id = ${ctx.orgId}::uuid and g.external_id = r.grant),
    written as (
      update delegated_sessions s set permission_set_id = r.set, breadth = r.breadth, used_breadth = r.used_breadth,
        granted_weight = r.granted_weight, used_weight = r.used_weight, granted_count = r.granted_count, used_count = r.used_count,
        unused_share = r.unused_share, breadth_limit = r.breadth_limit, is_over_limit = r.is_over_limit, grant_id = r.grant_id,
        allowed_count = r.allowed, denied_count = r.denied, first_used_at = to_timestamp(r.first / 1000), last_used_at = to_timestamp(r.last / 1000)
      from rows r where s.org_id = ${ctx.orgId}::uuid and s.id = r.id)
    select distinct grant_id id from rows where grant_id is not null`
  await addDue(
    tx,
    ctx,
    'grant',
    grants.map((grant) => grant.id),
  )
}
