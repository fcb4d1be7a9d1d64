import { loadPolicyVersion } from '@/lib/commands/load-approval-policy'
import { type Recounted, recountApproval, recountEach } from '@/lib/commands/recount-approvals'
import { toStageRows } from '@/lib/commands/to-stage-rows'
import type { Prisma, Tx } from '@/lib/db'
import { readQuestion, type StoredQuestion } from '@/lib/db/question'
import { type Eligible, eligibleShape, stageTerms } from '@/lib/domain/approval-tally'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'
import { askedGrant } from '@/lib/domain/grant-terms'
import { askedSession } from '@/lib/domain/session-request'

const plain = (value: object) => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject
const isSame = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b)

/** Questions that wait and whose voters or barred rest on who owns one of these (UUIDs of systems, grants or identities): what
 *  is asked names it, or somebody would act through it. */
async function listResting(tx: Tx, orgId: string, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with recursive up (id) as (
      select unnest(${[...ids]}::uuid[])
      union select g.principal_id from up join grants g on g.org_id = ${orgId}::uuid and g.actor_id = up.id
        and g.status in ('active', 'suspended'))
    select a.id from approvals a
    left join grants g on g.org_id = a.org_id
      and g.id = case a.subject_kind when 'grant' then a.subject_id when 'session' then (a.asked ->> 'grantId')::uuid end
    where a.org_id = ${orgId}::uuid and a.status = 'pending' and a.subject_kind <> 'policy' and (
      g.id = any(${[...ids]}::uuid[]) or g.principal_id = any(${[...ids]}::uuid[]) or g.actor_id in (select id from up)
      or a.requested_by_identity_id = any(${[...ids]}::uuid[])
      or jsonb_path_query_array(a.asked, '$.terms.targets[*].systemId') ?| ${[...ids]}::text[]
      or a.asked -> 'systemIds' ?| ${[...ids]}::text[])`
  return rows.map(({ id }) => id)
}

function partsOf({ row }: StoredQuestion): { grantId: string; systemIds: string[] } {
  if (row.subjectKind === 'session') return askedSession.parse(row.asked)
  const { terms } = askedGrant.parse(row.asked)
  return { grantId: row.subjectId, systemIds: terms.targets.map(({ systemId }) => systemId) }
}

/** The stages as the rules of the question would have them asked now. */
async function stagesOfNow(tx: Tx, ctx: Context, stored: StoredQuestion) {
  const { orgId } = ctx
  const { row, question } = stored
  const { grantId, systemIds } = partsOf(stored)
  const { rules, otherwise } = await loadPolicyVersion(tx, orgId, row.policyVersion)
  const verdict = rules.find(({ name }) => name === row.ruleName)?.verdict ?? otherwise
  const grant = await tx.delegationGrant.findUniqueOrThrow({ where: { orgId_id: { orgId, id: grantId } } })
  const [first] = question.stages
  const consentOf = first?.kind === 'consent' ? (first.eligible.memberIds[0] ?? null) : null
  const { principalId, actorId, ownerId: grantOwnerId } = grant
  const concerned = { principalId, actorId, grantOwnerId, systemIds, maxChainDepth: 0, consentOf }
  const stages = verdict.kind === 'stages' ? verdict.stages : []
  return toStageRows(tx, ctx, { approvalId: row.id, concerned, stages })
}

type Row = Awaited<ReturnType<typeof stagesOfNow>>[number]
type Stage = StoredQuestion['row']['stages'][number]

/** Whom a stage asks now: owners are those of now, everybody else stays. */
function eligibleOfNow(stage: Stage, row: Row): { eligible: Eligible; escalateTo: Eligible | null } {
  const now = eligibleShape.parse(row.eligible)
  const { escalateTo } = stageTerms.parse(row.terms)
  const more = stage.escalatedAt ? (escalateTo?.identityIds ?? []) : []
  const identityIds = [...new Set([...now.identityIds, ...more])]
  return { eligible: { ...eligibleShape.parse(stage.eligible), identityIds }, escalateTo }
}

async function rerouteStage(tx: Tx, stage: Stage, rows: readonly Row[]): Promise<boolean> {
  const row = rows.find(({ position, kind, name }) => {
    return position === stage.position && kind === stage.kind && name === stage.name
  })
  if (!row || stage.kind !== 'people') return false
  const { eligible, escalateTo } = eligibleOfNow(stage, row)
  const terms = { ...stageTerms.parse(stage.terms), escalateTo }
  if (isSame(eligible, eligibleShape.parse(stage.eligible)) && isSame(terms, stageTerms.parse(stage.terms)))
    return false
  const { orgId, approvalId, position } = stage
  await tx.approvalStage.update({
    where: { orgId_approvalId_position: { orgId, approvalId, position } },
    data: { eligible: plain(eligible), terms: plain(terms) },
  })
  return true
}

async function rerouteOne(tx: Tx, ctx: Context, id: string): Promise<AuditEventDraft | null> {
  const stored = await readQuestion(tx, ctx.orgId, id)
  if (!stored) return null
  const { barredIdentityIds } = stored.question
  const isBarredAnew = barredIdentityIds.length > stored.row.barredIdentityIds.length
  if (isBarredAnew)
    await tx.approval.update({
      where: { orgId_id: { orgId: ctx.orgId, id } },
      data: { barredIdentityIds: [...barredIdentityIds] },
    })
  const rows = await stagesOfNow(tx, ctx, stored)
  const rerouted: string[] = []
  for (const stage of stored.row.stages) if (await rerouteStage(tx, stage, rows)) rerouted.push(stage.name)
  const recounted = await recountApproval(tx, ctx, id)
  if (!isBarredAnew && rerouted.length === 0 && !recounted) return null
  const data = { ...recounted?.data, cause: 'owner', rerouted }
  return { action: 'approval.recounted', subjectKind: 'approval', subjectId: id, data }
}

/** What becomes of questions when somebody else comes to own what they are about (UUIDs): the owner of now is asked in the
 *  place of the one before, whose vote no longer counts; and whoever is concerned by it now does not find it in their inbox.
 *  Part of the commands that change owners. */
export async function rerouteApprovals(tx: Tx, ctx: Context, ids: readonly string[]): Promise<Recounted> {
  return recountEach(tx, ctx, await listResting(tx, ctx.orgId, ids), rerouteOne)
}
