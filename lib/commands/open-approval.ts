import { listBarred } from '@/lib/commands/list-barred'
import type { VersionedPolicy } from '@/lib/commands/load-approval-policy'
import { toStageRows } from '@/lib/commands/to-stage-rows'
import type { Prisma, Tx } from '@/lib/db'
import type { PolicyStage } from '@/lib/domain/approval-policy'
import type { AuditEventDraft } from '@/lib/domain/audit'
import type { Context } from '@/lib/domain/context'
import type { JobDraft } from '@/lib/domain/job'

/** Who is concerned by what is asked. UUIDs. `systemIds` for the owners of systems, `consentOf`: the member who has to agree to
 *  be acted for, where one has to. `aboveIds`: who acts in the sessions above the one that is asked for, and in whose name. */
export type Concerned = {
  principalId: string
  actorId: string
  grantOwnerId: string | null
  systemIds: readonly string[]
  maxChainDepth: number
  consentOf: string | null
  aboveIds?: readonly string[]
}

/** What is put to people. `risk` 0–100 orders inboxes; `tier`: the most critical system's. `concerned` null: a question about
 *  the rules themselves, which concerns everybody. */
export type NewQuestion = {
  approvalId: string
  subjectKind: 'grant' | 'session' | 'policy'
  subjectId: string
  subjectName: string
  asked: object
  purpose: string | null
  clientId?: string | null
  risk: number
  tier: number | null
  expiresAt: Date
  ruled: VersionedPolicy
  ruleName: string | null
  stages: readonly PolicyStage[]
  concerned: Concerned | null
}

const requesterOf = ({ actor }: Context) => ({
  requestedBy: actor.name,
  requestedByMemberId: actor.kind === 'member' ? actor.memberId : null,
  requestedByIdentityId: actor.kind === 'service' ? actor.identityId : null,
})

/** Whoever takes part in a question is told of what becomes of it. */
export function tellOf(
  ctx: Context,
  approvalId: string,
  what: 'opened' | 'stage' | 'offered' | 'noted' | 'decided',
): JobDraft {
  return { task: 'tell-approval', payload: { orgId: ctx.orgId, approvalId, what } }
}

/** Puts a question to people: the stages as the rules say, whoever may not decide, the version of the rules. Returns what is to
 *  be recorded and done, for the command that asks. */
export async function openApproval(
  tx: Tx,
  ctx: Context,
  asked: NewQuestion,
): Promise<{ events: [AuditEventDraft]; jobs: JobDraft[] }> {
  const { orgId, now } = ctx
  const { approvalId, subjectKind, subjectId, ruled, ruleName, risk, tier, concerned } = asked
  const requester = requesterOf(ctx)
  const stages = await toStageRows(tx, ctx, asked)
  const barredIdentityIds = await listBarred(tx, ctx, concerned, ruled.policy.barActorOwner)
  await tx.approval.create({
    data: {
      ...{ orgId, id: approvalId, subjectKind, subjectId, status: 'pending', risk, tier, ruleName },
      ...requester,
      clientId: asked.clientId ?? null,
      asked: JSON.parse(JSON.stringify(asked.asked)) as Prisma.InputJsonObject,
      policyVersion: ruled.version,
      barredIdentityIds,
      requestedAt: now,
      expiresAt: asked.expiresAt,
    },
  })
  await tx.approvalStage.createMany({ data: stages })
  const reviewers = stages.filter(({ kind, position }) => kind === 'reviewer' && position === 1)
  const data = { rule: ruleName, policyVersion: ruled.version, stages: stages.map(({ name }) => name), risk }
  const subject = { subjectKind: 'approval', subjectId: approvalId, subjectName: asked.subjectName } as const
  return {
    events: [{ action: 'approval.asked', ...subject, reason: asked.purpose, data }],
    jobs: [
      ...(stages.length > 0 ? [tellOf(ctx, approvalId, 'opened')] : []),
      ...reviewers.map(({ position }): JobDraft => askReviewer(ctx, approvalId, position)),
    ],
  }
}

/** The external reviewer of a stage is asked once its turn has come. */
export function askReviewer(ctx: Context, approvalId: string, position: number): JobDraft {
  return { task: 'ask-reviewer', payload: { orgId: ctx.orgId, approvalId, position } }
}
