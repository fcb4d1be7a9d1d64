import type { GrantQuestion } from '@/lib/commands/ask-for-grant'
import { checkGuardrails } from '@/lib/commands/check-guardrails'
import { type ConsentPath, findConsent } from '@/lib/commands/find-consent'
import { findChange } from '@/lib/commands/find-origin'
import { listBarred } from '@/lib/commands/list-barred'
import { loadApprovalPolicy, type VersionedPolicy } from '@/lib/commands/load-approval-policy'
import type { Concerned } from '@/lib/commands/open-approval'
import { toTerms } from '@/lib/commands/request-grant'
import { type DescribedTerms, describeTerms } from '@/lib/commands/store-terms'
import { toCase } from '@/lib/commands/to-case'
import { toStageRows } from '@/lib/commands/to-stage-rows'
import { reader } from '@/lib/db'
import { readAskedMembers } from '@/lib/db/asked-members'
import { readGrantTerms } from '@/lib/db/grant-terms'
import { type Route, routeRequest } from '@/lib/domain/approval-route'
import {
  eligibleShape,
  HINDRANCES,
  isAsked,
  powerlessness,
  type Question,
  type Stage,
  stageTerms,
  type Voter,
} from '@/lib/domain/approval-tally'
import { authorize } from '@/lib/domain/authorization'
import type { Context } from '@/lib/domain/context'
import { DomainError } from '@/lib/domain/error'
import { grantBoundsInput } from '@/lib/domain/grant'
import { type AskedGrant, endOf, type GrantTerms } from '@/lib/domain/grant-terms'
import { breadthLimit } from '@/lib/domain/limits'
import { boundsOf, missingOf, nameOf, type RequestForm } from '@/lib/domain/request-form'
import type { PreviewStage, PreviewVerdict, RequestPreview } from '@/lib/domain/request-preview'
import { describeWindow } from '@/lib/domain/window'
import { fromPublicId } from '@/lib/id'
import { readComparison } from '@/lib/queries/read-comparison'
import { readLimits } from '@/lib/queries/read-limits'

const NOTHING: Omit<RequestPreview, 'missing' | 'problems'> = {
  ...{ breadth: null, endsAt: null, isPermanent: false, delta: null, rights: null, overlaps: [] },
  ...{ consent: null, guardrail: null, verdict: null },
}

type Asked = { terms: GrantTerms; before: GrantTerms | null; breadthBefore: number | null; described: DescribedTerms }

/** What the form says as terms; those of the grant it would change beside them. */
async function readAsked(ctx: Context, form: RequestForm): Promise<Asked> {
  const db = reader()
  const input = grantBoundsInput.parse({ ...boundsOf(form), startsAt: form.startsAt ?? undefined })
  const isChange = form.change !== 'new' && form.change !== 'renew' && form.grantId !== null
  const found = isChange ? await readGrantTerms(db, ctx.orgId, fromPublicId('grant', form.grantId ?? '')) : null
  const asked = toTerms(input, ctx.now)
  const terms = found ? { ...asked, startsAt: found.row.startsAt } : asked
  const described = await describeTerms(db, ctx.orgId, terms)
  return { terms, before: found?.terms ?? null, breadthBefore: found?.row.breadth ?? null, described }
}

async function readParty({ orgId }: Context, publicId: string | undefined) {
  if (!publicId) return null
  const id = fromPublicId('identity', publicId)
  return reader().identity.findUnique({ where: { orgId_id: { orgId, id } } })
}
/** The people of each stage by name, with those who are asked and may not. */
async function readStages(ctx: Context, concerned: Concerned, ruled: VersionedPolicy, route: Route) {
  const { orgId, actor } = ctx
  const stages = route.verdict.kind === 'stages' ? route.verdict.stages : []
  const rows = await toStageRows(reader(), ctx, { approvalId: orgId, concerned, stages })
  const question: Question = {
    requestedByMemberId: actor.kind === 'member' ? actor.memberId : null,
    requestedByIdentityId: actor.kind === 'service' ? actor.identityId : null,
    barredIdentityIds: await listBarred(reader(), ctx, concerned, ruled.policy.barActorOwner),
    votesCountFrom: 0,
    votes: [],
    stages: rows.map(({ position, kind, name, requiredVotes, eligible, terms }) => ({
      ...{ position, name, requiredVotes, kind: kind as Stage['kind'], isSettled: false },
      ...{ eligible: eligibleShape.parse(eligible), terms: stageTerms.parse(terms) },
    })),
  }
  const eligible = question.stages.map((stage) => stage.eligible)
  const voters = [...(await readAskedMembers(reader(), orgId, eligible)).values()]
  return question.stages.map((stage) => toPreviewStage(question, stage, voters))
}

function toPreviewStage(question: Question, stage: Stage, voters: readonly Voter[]): PreviewStage {
  const who = voters
    .filter((voter) => isAsked(stage.eligible, voter))
    .map((voter) => {
      const hindrance = powerlessness(question, stage, voter)
      return { name: voter.name, cannot: hindrance && HINDRANCES[hindrance] }
    })
  const able = who.toSorted((a, b) => Number(a.cannot !== null) - Number(b.cannot !== null))
  const { position, kind, name, requiredVotes: votes, terms } = stage
  return { position, kind, name, votes, windows: terms.windows.map(describeWindow), who: able }
}

type Told = Pick<RequestPreview, 'verdict' | 'consent' | 'guardrail'>

/** Guardrails come before the rules, as where it is asked. */
async function readVerdict(ctx: Context, question: GrantQuestion, ticket: string | null): Promise<Told> {
  const guarded = { ...question, action: 'request', terms: question.asked.terms, ticket } as const
  const { isAllowed, message } = await checkGuardrails(reader(), ctx, guarded)
  const guardrail = { isAllowed, message }
  if (isAllowed) return { guardrail, ...(await readAnswer(ctx, question)) }
  const { version } = await loadApprovalPolicy(reader(), ctx.orgId)
  return { guardrail, consent: null, verdict: { kind: 'auto-deny', rule: 'Guardrails', version, reason: message } }
}

async function readAnswer(ctx: Context, question: GrantQuestion): Promise<Pick<Told, 'verdict' | 'consent'>> {
  const db = reader()
  const { asked, described, principal, actor, ownerId } = question
  const ruled = await loadApprovalPolicy(db, ctx.orgId)
  const route = routeRequest(ruled.policy, await toCase(db, ctx, question))
  const path = await findConsent(db, ctx, principal, ruled).catch(toRefusal)
  const { rule, verdict } = route
  const of = { rule, version: ruled.version }
  const consent = { by: path.by, name: path.by === 'nobody' ? principal.name : path.name }
  if (verdict.kind === 'auto-deny') return { consent, verdict: { kind: 'auto-deny', ...of, reason: verdict.reason } }
  const stages = await readStages(
    ctx,
    {
      ...{ principalId: principal.id, actorId: actor.id, grantOwnerId: ownerId },
      systemIds: described.targets.map(({ systemId }) => systemId),
      maxChainDepth: asked.terms.maxChainDepth,
      consentOf: path.by === 'asked' ? path.memberId : null,
    },
    ruled,
    route,
  )
  return { consent, verdict: toVerdict(route, of, stages) }
}

function toVerdict({ verdict }: Route, of: { rule: string | null; version: number }, stages: PreviewStage[]) {
  if (stages.length === 0) return { kind: 'auto-approve', ...of } satisfies PreviewVerdict
  const lapseAfterHours = verdict.kind === 'stages' ? verdict.lapseAfterHours : 24
  return { kind: 'stages', ...of, lapseAfterHours, stages } satisfies PreviewVerdict
}

const toRefusal = (error: unknown): Exclude<ConsentPath, { by: 'nobody' }> | { by: 'refused'; name: string } => {
  if (error instanceof DomainError && error.code === 'no_consent') return { by: 'refused', name: error.message }
  throw error
}

/** What a request would come to if it were sent now: how broad it is, what of it is new, what the rules answer and who would be
 *  asked. Asks as the command would, and changes nothing. Needs `request-grant`. */
export async function previewRequest(ctx: Context, form: RequestForm): Promise<RequestPreview> {
  authorize(ctx, 'request-grant')
  const missing = missingOf(form)
  try {
    return { ...NOTHING, missing, problems: [], ...(await preview(ctx, form)) }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { ...NOTHING, missing, problems: [error.message] }
  }
}

async function preview(ctx: Context, form: RequestForm): Promise<Partial<RequestPreview>> {
  const targets = form.targets.filter(({ permissions }) => permissions.length > 0)
  const [principal, actor] = await Promise.all([readParty(ctx, form.principal?.id), readParty(ctx, form.actor?.id)])
  if (targets.length === 0) return {}
  const asked = await readAsked(ctx, { ...form, targets })
  const { terms, before, breadthBefore, described } = asked
  const { breadth, tier } = described
  const limit = breadthLimit(await readLimits(ctx.orgId), tier, terms.maxSessionTtlSeconds)
  const endsAt = endOf(terms, ctx.now)
  const measured = {
    ...{ endsAt, isPermanent: endsAt === null },
    breadth: { score: breadth.score, count: breadth.count, before: breadthBefore, tier, limit },
  }
  if (!principal || !actor) return measured
  const comparison = await readComparison(ctx, described.targets, {
    ...{ principalId: principal.id, actorId: actor.id },
    except: form.grantId ? fromPublicId('grant', form.grantId) : null,
  })
  if (form.change === 'narrow') return { ...measured, ...comparison, verdict: { kind: 'at-once' } }
  const grantId = form.grantId ? fromPublicId('grant', form.grantId) : null
  const renewal = { renewsGrantId: grantId, terms, now: ctx.now }
  const change = form.change === 'renew' ? await findChange(reader(), ctx.orgId, renewal) : form.change
  const question: AskedGrant = { change, terms, before }
  const asking = {
    ...{
      goesOnWith: change === 'new' ? null : grantId,
      grantId: ctx.orgId,
      name: nameOf(form),
      purpose: form.purpose,
      asked: question,
      described,
    },
    ...{ principal, actor, ownerId: form.owner ? fromPublicId('identity', form.owner.id) : null },
  }
  const verdict = await readVerdict(ctx, asking, form.ticket.trim() || null)
  return { ...measured, ...comparison, ...verdict }
}
