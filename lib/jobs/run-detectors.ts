import { recordFindings } from '@/lib/commands/record-findings'
import { type Context, systemContext } from '@/lib/domain/context'
import { type AccessFacts, DEFAULT_THRESHOLDS, type Detection, type DetectionPolicy } from '@/lib/domain/detection'
import { approverSignals } from '@/lib/domain/detectors/approver-signals'
import { reviewOverdue } from '@/lib/domain/detectors/review-overdue'
import { changesOfFindings, DETECTORS, type FindingChanges, REFUSAL_DETECTORS } from '@/lib/domain/finding'
import type { JobPayload } from '@/lib/domain/job'
import { detectOutsideGuardrail } from '@/lib/jobs/detect-outside-guardrail'
import { listAccessFacts } from '@/lib/queries/list-access-facts'
import { listApprovalQuality } from '@/lib/queries/list-approval-quality'
import { listOrganisations } from '@/lib/queries/list-organisations'
import { listOverdueReviews } from '@/lib/queries/list-overdue-reviews'
import { listRecordedFindings } from '@/lib/queries/list-recorded-findings'
import { listRefusalFacts } from '@/lib/queries/list-refusal-facts'
import { readLimits } from '@/lib/queries/read-limits'

function detect(facts: AccessFacts, policy: DetectionPolicy, now: Date): Detection[] {
  return Object.values(DETECTORS).flatMap((detector) => detector(facts, policy, now) ?? [])
}

/** What is wrong with how people approve: reviews that nobody closed, and what approvers' votes suggest to look at. */
async function detectInApprovals(ctx: Context): Promise<Detection[]> {
  const overdue = await listOverdueReviews(ctx)
  const { approvers } = await listApprovalQuality(ctx)
  return [...overdue.map((facts) => reviewOverdue(facts, ctx.now)), ...approvers.flatMap(approverSignals)]
}

/** Runs every detector over an organisation's standing grants, live sessions and latest refusals and records what changed. */
export async function detectForOrganisation(ctx: Context): Promise<FindingChanges> {
  const policy = { ...DEFAULT_THRESHOLDS, limits: await readLimits(ctx.orgId) }
  const detections: Detection[] = []
  for await (const batch of listAccessFacts(ctx)) {
    for (const facts of batch) detections.push(...detect(facts, policy, ctx.now))
  }
  const refusals = await listRefusalFacts(ctx)
  detections.push(
    ...Object.values(REFUSAL_DETECTORS).flatMap((detector) => refusals.flatMap((facts) => detector(facts) ?? [])),
    ...(await detectInApprovals(ctx)),
    ...(await detectOutsideGuardrail(ctx)),
  )
  const changes = changesOfFindings(await listRecordedFindings(ctx), detections, ctx.now)
  await recordFindings(ctx, changes)
  return changes
}

/** The scheduled task: one organisation after a change, all of them by the clock. */
export async function runDetectors(payload: JobPayload<'run-detectors'>, now: Date): Promise<void> {
  const ids = payload.orgId ? [payload.orgId] : (await listOrganisations()).map((organisation) => organisation.id)
  for (const id of ids) await detectForOrganisation(systemContext(id, 'detectors', now))
}
