import { z } from 'zod'
import { checkPolicyContent } from '@/lib/commands/check-policy-content'
import { loadApprovalPolicy } from '@/lib/commands/load-approval-policy'
import { openApproval } from '@/lib/commands/open-approval'
import type { Prisma, Tx } from '@/lib/db'
import { mutate } from '@/lib/db'
import { readActivePolicy, readQuestion, readVoters } from '@/lib/db/question'
import { DEFAULT_POLICY, type PolicyStage } from '@/lib/domain/approval-policy'
import { powerlessness } from '@/lib/domain/approval-tally'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { guardrails } from '@/lib/domain/guardrail'
import { isSameJson } from '@/lib/domain/is-same-json'
import type { PolicyProblem } from '@/lib/domain/policy-problem'
import { type AskedPolicy, POLICY_KINDS, PROPOSAL_HOURS } from '@/lib/domain/policy-version'
import { reasonInput } from '@/lib/domain/reason'
import { newId, toPublicId } from '@/lib/id'

/** Rules as they shall be. `note`: why. `basedOn`: the version in force that was edited; refused where another holds by now. */
export const proposePolicyInput = z.object({
  kind: z.enum(POLICY_KINDS),
  content: z.unknown(),
  note: reasonInput,
  basedOn: z.number().int().min(0).optional(),
})
type Proposal = z.output<typeof proposePolicyInput>

/** What waits for a second person. `problems`: what is worth knowing of the rules; none of them keeps them from holding. */
export type ProposedPolicy = { policyId: string; approvalId: string; version: number; problems: PolicyProblem[] }

/** Rules are decided by an admin who did not write them, whatever the rules say: else they could be made to be changed alone. */
const SECOND_PERSON: PolicyStage = {
  kind: 'people',
  name: 'A second admin',
  votes: 1,
  from: [{ role: 'admin' }],
  windows: [],
  remindAfterHours: 24,
  escalateAfterHours: null,
  escalateTo: [],
}

/** As critical as can be: whoever decides has signed in just now, where the rules want that of tier 1. */
const RULES_RISK = { risk: 100, tier: 1 } as const

async function requireSecondPerson(tx: Tx, { orgId }: Context, approvalId: string): Promise<void> {
  const stored = await readQuestion(tx, orgId, approvalId)
  const admins = await tx.member.findMany({ where: { orgId, roles: { has: 'admin' } }, select: { id: true } })
  const voters = await readVoters(
    tx,
    orgId,
    admins.map(({ id }) => id),
  )
  const stage = stored?.question.stages[0]
  const canDecide = [...voters.values()].some((voter) => {
    return stored && stage && powerlessness(stored.question, stage, voter) === null
  })
  if (canDecide) return
  throw new DomainError('no_second_person', 'A change of rules takes a second admin to agree, and there is none.')
}

async function requireChange(tx: Tx, orgId: string, { kind, basedOn }: Proposal, content: Prisma.InputJsonObject) {
  const active = await readActivePolicy(tx, orgId, kind)
  const holds = active?.version ?? 0
  if (basedOn !== undefined && basedOn !== holds)
    throw new DomainError('changed', `Version ${holds} holds by now. Look at it before you propose another.`, { holds })
  const last = await tx.policyVersion.aggregate({ where: { orgId, kind }, _max: { version: true } })
  const held = active?.content ?? (kind === 'approvals' ? DEFAULT_POLICY : guardrails.parse({}))
  if (isSameJson(held, content))
    throw new DomainError('nothing_to_change', `These are the rules of version ${holds}, which holds.`)
  return { basedOn: holds, version: (last._max.version ?? 0) + 1 }
}

/** Puts a question to the other admins. Nothing holds before one of them agrees. */
async function askSecondPerson(tx: Tx, ctx: Context, policyId: string, asked: AskedPolicy) {
  const approvalId = newId(ctx.now)
  const opened = await openApproval(tx, ctx, {
    ...{
      approvalId,
      subjectKind: 'policy',
      subjectId: policyId,
      subjectName: `${asked.kind} version ${asked.version}`,
    },
    ...{ asked, purpose: asked.note, ...RULES_RISK, ruleName: null, concerned: null, stages: [SECOND_PERSON] },
    ruled: await loadApprovalPolicy(tx, ctx.orgId),
    expiresAt: new Date(ctx.now.getTime() + PROPOSAL_HOURS * 3_600_000),
  })
  await requireSecondPerson(tx, ctx, approvalId)
  return { approvalId, ...opened }
}

/** Proposes other rules. They hold once an admin other than the one who proposes agrees, through `decideApproval`.
 *  @throws DomainError `invalid_policy`, `changed`, `nothing_to_change`, `no_second_person` */
export async function proposePolicy(ctx: Context, input: Proposal): Promise<ProposedPolicy> {
  authorize(ctx, 'propose-policy')
  const { orgId, actor, now } = ctx
  const { kind, note } = input
  const id = newId(now)
  return mutate(ctx, async (tx) => {
    const { content, warnings } = await checkPolicyContent(tx, orgId, kind, input.content)
    const { basedOn, version } = await requireChange(tx, orgId, input, content)
    const proposedByMemberId = actor.kind === 'member' ? actor.memberId : null
    const proposed = { note, proposedByMemberId, proposedBy: actor.name, proposedAt: now }
    await tx.policyVersion.create({ data: { orgId, id, kind, version, status: 'pending', content, ...proposed } })
    const { approvalId, events, jobs } = await askSecondPerson(tx, ctx, id, { kind, version, basedOn, note })
    const subject = { subjectKind: 'policy', subjectId: id, subjectName: `${kind} version ${version}` } as const
    const result = { policyId: toPublicId('policy', id), approvalId: toPublicId('approval', approvalId), version }
    return {
      result: { ...result, problems: warnings },
      events: [{ action: 'policy.proposed', ...subject, reason: note, data: { kind, version, basedOn } }, ...events],
      jobs,
    }
  })
}
