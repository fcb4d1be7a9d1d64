import { reader } from '@/lib/db'
import { readActiveGuardrails } from '@/lib/db/guardrail-facts'
import { type Looks, observedQuestions } from '@/lib/db/observed-questions'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { type GuardrailRequest, NEVER_SECONDS } from '@/lib/domain/guardrail'
import type { AccessLevel } from '@/lib/domain/permission'
import { hourAndWeekday } from '@/lib/domain/window'
import type { Compiled } from '@/lib/guardrails/compile'
import { type ReadGuardrails, readGuardrails } from '@/lib/guardrails/hold-guardrails'
import { toPublicId } from '@/lib/id'

type Party = Pick<GuardrailRequest['actor'], 'kind' | 'name' | 'isThirdParty'> & { id: string }
type System = GuardrailRequest['system'] & { id: string }
type Row = {
  question: string
  principalId: string
  actorId: string
  systemId: string
  permissionSetId: string | null
  breadth: number | null
  depth: number | null
  seconds: number | null
  isPermanent: boolean
  at: Date | null
  ticket: string | null
  purpose: string | null
}

/** What questions have in common, read once for all of them, as far as it is looked at. */
type Common = {
  timeZone: string
  parties: Map<string, Party & { groups: string[] }>
  systems: Map<string, System>
  sets: Map<string, { permissions: string[]; accessLevels: AccessLevel[] }>
}

/** A question that live sessions of other issuers ask of the guardrails; `question` is what those sessions share. */
export type ObservedQuestion = { question: string; request: GuardrailRequest }
export type ObservedQuestions = { guardrails: ReadGuardrails; looks: Looks; questions: ObservedQuestion[] }

function looksOf({ looksAt }: Compiled): Looks {
  const at = (...attributes: string[]) => attributes.some((attribute) => looksAt('observe', attribute))
  return {
    sets: at('permissions', 'accessLevels'),
    breadth: at('breadth'),
    depth: at('chainDepth'),
    length: at('ttlSeconds'),
    time: at('hour', 'weekday'),
    ticket: at('ticket'),
    purpose: at('purpose'),
  }
}

async function readParties(orgId: string, withGroups: boolean): Promise<Common['parties']> {
  const rows = await reader().$queryRaw<(Party & { groups: string[] })[]>`
    select i.id, i.kind, i.name, i.is_third_party as "isThirdParty",
      case when ${withGroups} then (select coalesce(array_agg(distinct g.name order by g.name), '{}')
        from members m
        join member_group_members x on x.org_id = m.org_id and x.member_id = m.id
        join member_groups g on g.org_id = x.org_id and g.id = x.group_id
        where m.org_id = i.org_id and (m.identity_id = i.id or lower(m.email) = lower(i.email))) else '{}' end as groups
    from identities i where i.org_id = ${orgId}::uuid`
  return new Map(rows.map((row) => [row.id, row]))
}

async function readSets(orgId: string, rows: readonly Row[]): Promise<Common['sets']> {
  const ids = [...new Set(rows.flatMap(({ permissionSetId }) => permissionSetId ?? []))]
  const sets = await reader().permissionSet.findMany({
    where: { orgId, id: { in: ids } },
    select: { id: true, levels: true, permissions: true },
  })
  return new Map(
    sets.map(({ id, levels, permissions }) => {
      const held = Object.entries((levels ?? {}) as Record<AccessLevel, number>).filter(([, count]) => count > 0)
      return [id, { permissions, accessLevels: held.map(([level]) => level as AccessLevel) }]
    }),
  )
}

function toRequest(row: Row, common: Common, principal: Party, actor: Party, system: System): GuardrailRequest {
  const set = row.permissionSetId === null ? undefined : common.sets.get(row.permissionSetId)
  const party = ({ id, kind, name, isThirdParty }: Party) => {
    const groups = common.parties.get(id)?.groups ?? []
    return { id: toPublicId('identity', id), kind, name, isThirdParty, groups }
  }
  const { id: _, ...facts } = system
  return {
    action: 'observe',
    ...{ principal: party(principal), actor: party(actor), system: facts },
    permissions: set?.permissions ?? [],
    accessLevels: set?.accessLevels ?? [],
    breadth: row.breadth ?? 0,
    ttlSeconds: row.isPermanent ? NEVER_SECONDS : (row.seconds ?? 0),
    isPermanent: row.isPermanent,
    chainDepth: row.depth ?? 0,
    ...{ tenants: [], resources: [] },
    ...(row.ticket && { ticket: row.ticket }),
    ...(row.purpose && { purpose: row.purpose }),
    ...(row.at ? hourAndWeekday(row.at, common.timeZone) : { hour: 0, weekday: 1 }),
  }
}

function toQuestion(row: Row, common: Common): ObservedQuestion[] {
  const [principal, actor] = [common.parties.get(row.principalId), common.parties.get(row.actorId)]
  const system = common.systems.get(row.systemId)
  if (!principal || !actor || !system) return []
  return [{ question: row.question, request: toRequest(row, common, principal, actor, system) }]
}

async function readCommon({ orgId }: Context, rows: readonly Row[], withGroups: boolean): Promise<Common> {
  const { timeZone } = await reader().organisation.findUniqueOrThrow({ where: { id: orgId } })
  const systems = await reader().system.findMany({ where: { orgId } })
  const facts = systems.map(({ id, key, name, tier, environment, kind }) => {
    return [id, { id, key, name, tier, environment, kind } as System] as const
  })
  const parties = await readParties(orgId, withGroups)
  return { timeZone, parties, systems: new Map(facts), sets: await readSets(orgId, rows) }
}

/** What the live sessions of other issuers ask of the guardrails in force, each question once, however many sessions ask it:
 *  for the detectors' job, not for pages. Null where no guardrail speaks of such sessions, or they cannot be read. */
export async function listObservedQuestions(ctx: Context): Promise<ObservedQuestions | null> {
  authorize(ctx, 'run-detectors')
  const active = await readActiveGuardrails(reader(), ctx.orgId)
  const guardrails = active && (await readGuardrails(active).catch(() => null))
  if (!guardrails?.compiled.speaksOf('observe')) return null
  const looks = looksOf(guardrails.compiled)
  const rows = await reader().$queryRaw<Row[]>`
    select distinct question, principal_id as "principalId", actor_id as "actorId", system_id as "systemId",
      permission_set_id as "permissionSetId", breadth, depth, seconds, is_permanent as "isPermanent", at, ticket, purpose
    from (${observedQuestions(ctx.orgId, ctx.now, looks)}) s`
  const common = await readCommon(ctx, rows, guardrails.compiled.looksAt('observe', 'groups'))
  return { guardrails, looks, questions: rows.flatMap((row) => toQuestion(row, common)) }
}
