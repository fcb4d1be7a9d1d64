import type { Concerned, NewQuestion } from '@/lib/commands/open-approval'
import type { Prisma, Tx } from '@/lib/db'
import type { Approvers, PeopleStage, PolicyStage, ReviewerStage } from '@/lib/domain/approval-policy'
import type { Eligible, StageTerms } from '@/lib/domain/approval-tally'
import type { Context } from '@/lib/domain/context'
import { fromPublicId } from '@/lib/id'

type Row = Prisma.ApprovalStageCreateManyInput
type Owners = Record<Extract<Approvers, { owner: string }>['owner'], string[]>

/** Who answers for what is asked about, as of now. */
async function loadOwners(tx: Tx, orgId: string, concerned: Concerned | null): Promise<Owners> {
  if (!concerned) return { system: [], grant: [], principal: [], actor: [] }
  const { principalId, actorId, grantOwnerId, systemIds } = concerned
  const [systems, parties] = await Promise.all([
    tx.system.findMany({ where: { orgId, id: { in: [...systemIds] } }, select: { ownerId: true } }),
    tx.identity.findMany({ where: { orgId, id: { in: [principalId, actorId] } }, select: { id: true, ownerId: true } }),
  ])
  const known = (ids: (string | null | undefined)[]) => ids.filter((id) => id !== null && id !== undefined)
  const ownerOf = (id: string) => known([parties.find((party) => party.id === id)?.ownerId])
  return {
    system: known(systems.map(({ ownerId }) => ownerId)),
    grant: known([grantOwnerId]),
    principal: ownerOf(principalId),
    actor: ownerOf(actorId),
  }
}

function toEligible(from: readonly Approvers[], owners: Owners): Eligible {
  const eligible: Eligible = { roles: [], groupIds: [], memberIds: [], identityIds: [] }
  for (const each of from) {
    if ('role' in each) eligible.roles.push(each.role)
    else if ('group' in each) eligible.groupIds.push(fromPublicId('group', each.group))
    else if ('member' in each) eligible.memberIds.push(fromPublicId('member', each.member))
    else eligible.identityIds.push(...owners[each.owner])
  }
  return eligible
}

const NOBODY: Eligible = { roles: [], groupIds: [], memberIds: [], identityIds: [] }

function peopleTerms(stage: PeopleStage, owners: Owners): Partial<StageTerms> {
  const { windows, remindAfterHours, escalateAfterHours, escalateTo } = stage
  const to = escalateTo.length > 0 ? toEligible(escalateTo, owners) : null
  return { windows, remindAfterHours, escalateAfterHours, escalateTo: to }
}

function reviewerTerms({ endpoint, mayDeny, waitHours, onSilence }: ReviewerStage): Partial<StageTerms> {
  return { endpointId: fromPublicId('endpoint', endpoint), mayDeny, waitHours, onSilence }
}

function toRow(
  stage: PolicyStage,
  owners: Owners,
): Pick<Row, 'kind' | 'name' | 'requiredVotes' | 'eligible' | 'terms'> {
  const isPeople = stage.kind === 'people'
  return {
    kind: stage.kind,
    name: stage.name,
    requiredVotes: isPeople ? stage.votes : 1,
    eligible: isPeople ? toEligible(stage.from, owners) : NOBODY,
    terms: isPeople ? peopleTerms(stage, owners) : reviewerTerms(stage),
  }
}

/** The stages of a question as rows: consent first, where the principal has to agree, then what the rules say. */
export async function toStageRows(
  tx: Tx,
  { orgId, now }: Context,
  asked: Pick<NewQuestion, 'approvalId' | 'concerned' | 'stages'>,
): Promise<Row[]> {
  const { approvalId, concerned, stages } = asked
  const owners = await loadOwners(tx, orgId, concerned)
  const consentOf = concerned?.consentOf ?? null
  const consent = consentOf === null ? [] : [consentStage(consentOf)]
  return [...consent, ...stages.map((stage) => toRow(stage, owners))].map((row, index) => {
    return { orgId, approvalId, position: index + 1, openedAt: index === 0 ? now : null, ...row }
  })
}

function consentStage(memberId: string): ReturnType<typeof toRow> {
  return {
    kind: 'consent',
    name: 'Consent',
    requiredVotes: 1,
    eligible: { ...NOBODY, memberIds: [memberId] },
    terms: {},
  }
}
