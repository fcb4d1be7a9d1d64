import { reader } from '@/lib/db'
import { readActiveGuardrails } from '@/lib/db/guardrail-facts'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import type { ObservedSession } from '@/lib/domain/detectors/outside-guardrail'
import { type GuardrailRequest, NEVER_SECONDS } from '@/lib/domain/guardrail'
import type { AccessLevel } from '@/lib/domain/permission'
import { hourAndWeekday } from '@/lib/domain/window'
import type { Compiled } from '@/lib/guardrails/compile'
import { readGuardrails } from '@/lib/guardrails/hold-guardrails'
import { toPublicId } from '@/lib/id'

const BATCH = 5_000
const NIL = '00000000-0000-0000-0000-000000000000'

type Party = Pick<GuardrailRequest['actor'], 'kind' | 'name' | 'isThirdParty'> & { id: string }
type System = GuardrailRequest['system'] & { id: string }
type Row = {
  id: string
  principalId: string
  actorId: string
  systemId: string
  permissionSetId: string | null
  breadth: number | null
  depth: number
  issuedAt: Date
  expiresAt: Date | null
  ticket: string | null
  purpose: string | null
}

/** What many sessions have in common, read once for all of them, as far as it is looked at. */
type Common = {
  timeZone: string
  parties: Map<string, Party & { ownerId: string | null; groups: string[] }>
  systems: Map<string, System>
  sets: Map<string, { permissions: string[]; accessLevels: AccessLevel[] }>
  looksAt: (attribute: string) => boolean
}

async function readParties(orgId: string, withGroups: boolean): Promise<Common['parties']> {
  const rows = await reader().$queryRaw<(Party & { ownerId: string | null; groups: string[] })[]>`
    select i.id, i.kind, i.name, i.is_third_party as "isThirdParty", i.owner_id as "ownerId",
      case when ${withGroups} then (select coalesce(array_agg(distinct g.name order by g.name), '{}')
        from members m
        join member_group_members x on x.org_id = m.org_id and x.member_id = m.id
        join member_groups g on g.org_id = x.org_id and g.id = x.group_id
        where m.org_id = i.org_id and (m.identity_id = i.id or lower(m.email) = lower(i.email))) else '{}' end as groups
    from identities i where i.org_id = ${orgId}::uuid`
  return new Map(rows.map((row) => [row.id, row]))
}

async function readSets(orgId: string, ids: readonly string[], common: Common): Promise<void> {
  const unread = [...new Set(ids)].filter((id) => !common.sets.has(id))
  if (unread.length === 0 || !(common.looksAt('permissions') || common.looksAt('accessLevels'))) return
  const rows = await reader().permissionSet.findMany({
    where: { orgId, id: { in: unread } },
    select: { id: true, levels: true, ...(common.looksAt('permissions') ? { permissions: true } : {}) },
  })
  for (const { id, levels, permissions } of rows) {
    const held = Object.entries((levels ?? {}) as Record<AccessLevel, number>).filter(([, count]) => count > 0)
    common.sets.set(id, { permissions: permissions ?? [], accessLevels: held.map(([level]) => level as AccessLevel) })
  }
}

const readRows = (ctx: Context, after: string) => reader().$queryRaw<Row[]>`
  select s.id, s.principal_id as "principalId", s.actor_id as "actorId", s.system_id as "systemId",
    s.permission_set_id as "permissionSetId", s.breadth, s.depth, s.issued_at as "issuedAt", s.expires_at as "expiresAt",
    s.ticket, s.purpose
  from delegated_sessions s
  where s.org_id = ${ctx.orgId}::uuid and s.origin = 'observed' and s.status in ('scheduled', 'active', 'locked', 'revoking')
    and (s.expires_at > ${ctx.now} or (s.expires_at is null and s.expiry_known)) and s.id > ${after}::uuid
  order by s.id limit ${BATCH}`

/** The same for all sessions of one identity, so that it is made once. */
const publicIds = new Map<string, string>()
function publicIdOf(id: string): string {
  const known = publicIds.get(id)
  if (known) return known
  if (publicIds.size > 50_000) publicIds.clear()
  const made = toPublicId('identity', id)
  publicIds.set(id, made)
  return made
}

function toRequest(row: Row, common: Common, principal: Party, actor: Party, system: System): GuardrailRequest {
  const { issuedAt, expiresAt, ticket, purpose } = row
  const set = row.permissionSetId === null ? undefined : common.sets.get(row.permissionSetId)
  const isTimed = common.looksAt('hour') || common.looksAt('weekday')
  const party = ({ id, kind, name, isThirdParty }: Party, groups: string[]) => {
    return { id: publicIdOf(id), kind, name, isThirdParty, groups }
  }
  const { id: _, ...facts } = system
  return {
    action: 'observe',
    principal: party(principal, common.parties.get(principal.id)?.groups ?? []),
    actor: party(actor, common.parties.get(actor.id)?.groups ?? []),
    system: facts,
    permissions: set?.permissions ?? [],
    accessLevels: set?.accessLevels ?? [],
    breadth: row.breadth ?? 0,
    ttlSeconds: expiresAt ? Math.round((expiresAt.getTime() - issuedAt.getTime()) / 1000) : NEVER_SECONDS,
    isPermanent: expiresAt === null,
    chainDepth: row.depth,
    ...{ tenants: [], resources: [] },
    ...(ticket && { ticket }),
    ...(purpose && { purpose }),
    ...(isTimed ? hourAndWeekday(issuedAt, common.timeZone) : { hour: 0, weekday: 1 }),
  }
}

function toObserved(row: Row, common: Common): ObservedSession | null {
  const [principal, actor] = [common.parties.get(row.principalId), common.parties.get(row.actorId)]
  const system = common.systems.get(row.systemId)
  if (!principal || !actor || !system) return null
  const request = toRequest(row, common, principal, actor, system)
  return {
    id: row.id,
    systemId: row.systemId,
    ownerId: actor.ownerId,
    issuedAt: row.issuedAt,
    expiresAt: row.expiresAt,
    request,
  }
}

async function readCommon(ctx: Context, { looksAt }: Compiled): Promise<Common> {
  const { orgId } = ctx
  const looks = (attribute: string) => looksAt('observe', attribute)
  const { timeZone } = await reader().organisation.findUniqueOrThrow({ where: { id: orgId } })
  const rows = await reader().system.findMany({ where: { orgId } })
  const systems = rows.map(
    ({ id, key, name, tier, environment, kind }) => [id, { id, key, name, tier, environment, kind } as System] as const,
  )
  const parties = await readParties(orgId, looks('groups'))
  return { timeZone, parties, systems: new Map(systems), sets: new Map(), looksAt: looks }
}

/** Every live session of another issuer with what guardrails are told of it, in batches, ids as UUIDs: for the detectors'
 *  job, not for pages. Nothing where no guardrail speaks of such sessions, or they cannot be read. */
export async function* listObservedAccess(ctx: Context) {
  authorize(ctx, 'run-detectors')
  const active = await readActiveGuardrails(reader(), ctx.orgId)
  if (!active) return
  const guardrails = await readGuardrails(active).catch(() => null)
  if (!guardrails?.compiled.speaksOf('observe')) return
  const common = await readCommon(ctx, guardrails.compiled)
  let after: string | undefined = NIL
  while (after !== undefined) {
    const rows: Row[] = await readRows(ctx, after)
    await readSets(
      ctx.orgId,
      rows.flatMap(({ permissionSetId }) => permissionSetId ?? []),
      common,
    )
    yield { guardrails, sessions: rows.flatMap((row) => toObserved(row, common) ?? []) }
    after = rows.length === BATCH ? rows.at(-1)?.id : undefined
  }
}
