import { z } from 'zod'
import { requestGrantInput } from '@/lib/commands/request-grant'
import { type RequestForm, requestForm } from '@/lib/domain/request-form'
import type { PreviewVerdict } from '@/lib/domain/request-preview'
import { type Operation, operation } from '@/lib/operations/operation'
import { moment } from '@/lib/operations/shapes'
import { previewRequest } from '@/lib/queries/preview-request'

const voter = z.object({ name: z.string(), cannot: z.string().nullable().describe('Why their vote would not count.') })
const stage = z.object({
  kind: z.enum(['people', 'consent', 'reviewer']),
  name: z.string(),
  votes: z.number().int(),
  who: z.array(voter),
})
const verdict = z.object({
  kind: z.enum(['at-once', 'auto-approve', 'auto-deny', 'stages']),
  rule: z.string().nullable(),
  reason: z.string().nullable(),
  lapseAfterHours: z.number().nullable(),
  stages: z.array(stage).describe('Who would be asked, in this order.'),
})
const line = z.object({
  system: z.string(),
  key: z.string(),
  title: z.string().nullable(),
  accessLevel: z.string(),
  delta: z.string().describe('Whether it is new to the actor.'),
})
const overlap = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  expiresAt: moment.nullable(),
  shared: z.number().int().describe('So many of the permissions asked for are in it: extend it instead.'),
  count: z.number().int(),
})

const outcome = z
  .object({
    problems: z.array(z.string()).describe('Why it could not be sent.'),
    breadth: z.object({ score: z.number(), limit: z.number(), before: z.number().nullable() }).nullable(),
    endsAt: moment.nullable().describe('Were it approved now.'),
    permissions: z.array(line),
    shareOfPrincipal: z.number().nullable().describe('Of what the principal may do, 0–1.'),
    overlaps: z.array(overlap),
    guardrail: z.object({ isAllowed: z.boolean(), message: z.string() }).nullable(),
    verdict: verdict.nullable().describe('What the rules of this moment answer.'),
  })
  .meta({ id: 'RequestPreview' })

type Wish = z.output<typeof requestGrantInput>

function standsOf({ durationSeconds, expiresAt }: Wish): RequestForm['stands'] {
  if (durationSeconds !== null) return { kind: 'for', seconds: durationSeconds }
  return expiresAt ? { kind: 'until', at: expiresAt.toISOString() } : { kind: 'permanent' }
}

/** A request as the form has it while it is filled in. Names are for those who read forms: what is asked goes by ids. */
function toForm(wish: Wish): RequestForm {
  const { principalId, actorId, targets, renewsGrantId, startsAt, ticket, ...same } = wish
  const party = (id: string) => ({ id, name: id, kind: 'human' as const })
  const system = (id: string) => ({ id, name: id, tier: 3 as const, environment: 'unknown' as const })
  return requestForm.parse({
    ...{ ...same, change: renewsGrantId ? 'renew' : 'new', grantId: renewsGrantId ?? null, ticket: ticket ?? '' },
    ...{ principal: party(principalId), actor: party(actorId), stands: standsOf(wish) },
    startsAt: startsAt?.toISOString() ?? null,
    targets: targets.map(({ systemId, ...rest }) => ({ ...rest, system: system(systemId) })),
  })
}

function toVerdict(of: PreviewVerdict): z.input<typeof verdict> {
  return {
    kind: of.kind,
    rule: 'rule' in of ? of.rule : null,
    reason: of.kind === 'auto-deny' ? of.reason : null,
    lapseAfterHours: of.kind === 'stages' ? of.lapseAfterHours : null,
    stages: of.kind === 'stages' ? of.stages : [],
  }
}

const preview = operation({
  id: 'grants.preview',
  method: 'POST',
  path: '/grants/preview',
  scope: 'requests:write',
  summary: 'Foretell a request',
  description:
    'What a request would come to if it were sent now: how broad it is, what of it is new, what overlaps, what the rules answer and who would be asked. Changes nothing.',
  forAgents: true,
  command: 'requests preview',
  input: requestGrantInput,
  output: outcome,
  run: async (ctx, input) => {
    const { delta, rights, ...told } = await previewRequest(ctx, toForm(input))
    const of = { permissions: delta?.lines ?? [], shareOfPrincipal: rights?.share ?? null }
    return { ...told, ...of, verdict: told.verdict && toVerdict(told.verdict) }
  },
})

/** What would become of something before it is done. */
export const previewOperations: readonly Operation[] = [preview]
