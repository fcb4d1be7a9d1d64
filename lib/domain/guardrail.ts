import { z } from 'zod'
import { ENVIRONMENTS, IDENTITY_KINDS, SYSTEM_KINDS } from '@/lib/domain/identity'
import { ACCESS_LEVELS } from '@/lib/domain/permission'

/** When guardrails are asked: a grant is requested, a session is issued, a session of another issuer was seen, the glass is
 *  broken. Cedar's `action`. */
export const GUARDRAIL_ACTIONS = ['request', 'issue', 'observe', 'breakGlass'] as const
export type GuardrailAction = (typeof GUARDRAIL_ACTIONS)[number]

export const REQUESTER_KINDS = ['member', 'service', 'client', 'system'] as const

const text = z.string().max(1000)
const names = z.array(z.string().max(500)).max(5000)

const identity = z.strictObject({
  id: text.optional(),
  kind: z.enum(IDENTITY_KINDS).default('human'),
  name: text.default('somebody'),
  isThirdParty: z.boolean().default(false),
  groups: names.default([]),
})

const system = z.strictObject({
  key: text.default('a-system'),
  name: text.default('a system'),
  tier: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(3),
  environment: z.enum(ENVIRONMENTS).default('unknown'),
  kind: z.enum(SYSTEM_KINDS).default('api'),
})

/** What a guardrail is held against: who acts for whom, on one system. `id` is public, without one the name serves;
 *  `permissions`, `accessLevels`, `tenants` and `resources` are those on this system (empty = not limited to any), `breadth`
 *  0–100 and `ttlSeconds` those of the whole; `ttlSeconds` of a session that never ends is `NEVER_SECONDS`. `hour` 0–23 and
 *  `weekday` 1 (Monday)–7 are of the organisation's own clock. */
export const guardrailRequest = z.strictObject({
  action: z.enum(GUARDRAIL_ACTIONS).default('issue'),
  principal: identity.prefault({}),
  actor: identity.prefault({ kind: 'agent', name: 'an agent' }),
  system: system.prefault({}),
  permissions: names.default([]),
  accessLevels: z.array(z.enum(ACCESS_LEVELS)).default([]),
  breadth: z.number().int().min(0).max(100).default(0),
  ttlSeconds: z.number().int().min(0).default(3600),
  isPermanent: z.boolean().default(false),
  chainDepth: z.number().int().min(0).default(0),
  tenants: names.default([]),
  resources: names.default([]),
  requester: z
    .strictObject({ kind: z.enum(REQUESTER_KINDS), name: text.default(''), groups: names.default([]) })
    .optional(),
  ticket: text.optional(),
  purpose: text.optional(),
  hour: z.number().int().min(0).max(23).default(12),
  weekday: z.number().int().min(1).max(7).default(3),
})
export type GuardrailRequest = z.output<typeof guardrailRequest>

/** A hundred years: longer than any limit, and a number that a policy can compare. */
export const NEVER_SECONDS = 3_153_600_000

const guardrailPolicy = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'An id is of lower case letters, digits and hyphens.'),
  name: z.string().trim().min(1, 'A guardrail needs a name.').max(200),
  description: z.string().trim().max(2000).default(''),
  text: z.string().min(1, 'A guardrail needs its policy.').max(20_000),
})
export type GuardrailPolicy = z.output<typeof guardrailPolicy>

const guardrailTest = z.strictObject({
  name: z.string().trim().min(1, 'A test needs a name.').max(200),
  request: guardrailRequest,
  expect: z.enum(['allow', 'deny']),
})
export type GuardrailTest = z.output<typeof guardrailTest>

const isDistinct = (all: readonly string[]) => new Set(all).size === all.length

/** The guardrails of an organisation, a version of them: `policies` are Cedar, one policy each. `otherwise`: what becomes of a
 *  request that none of them speaks of. As `allow`, which is usual, guardrails only forbid, and none at all let everything
 *  pass; as `deny`, only what a `permit` names passes. `tests` have to come out right before a version is proposed. */
export const guardrails = z.strictObject({
  otherwise: z.enum(['allow', 'deny']).default('allow'),
  policies: z
    .array(guardrailPolicy)
    .max(200)
    .default([])
    .refine((all) => isDistinct(all.map(({ id }) => id)), 'Each guardrail needs an id of its own.')
    .refine((all) => isDistinct(all.map(({ name }) => name)), 'Each guardrail needs a name of its own.'),
  tests: z
    .array(guardrailTest)
    .max(500)
    .default([])
    .refine((all) => isDistinct(all.map(({ name }) => name)), 'Each test needs a name of its own.'),
})
export type Guardrails = z.output<typeof guardrails>

/** What guardrails answer. `guardrails`: by name, those that decided; `message` says it for whoever asked. */
export type GuardrailVerdict = { isAllowed: boolean; guardrails: readonly string[]; message: string }

/** Something about a version that keeps it from being proposed (`error`) or is worth knowing (`warning`). Lines and columns
 *  count from 1, within the text of the guardrail; `test` by name, where it is about one. */
export type GuardrailProblem = {
  severity: 'error' | 'warning'
  policyId: string | null
  test: string | null
  line: number | null
  column: number | null
  message: string
  help: string | null
}

/** How a test of a version came out. */
export type GuardrailTestOutcome = Pick<GuardrailTest, 'name' | 'expect'> & {
  isRight: boolean
  verdict: GuardrailVerdict
}

/** Everything that can be said of a version before it is in force. `tests` and `trial` (the answer to a request that was
 *  tried) only where it can be read. */
export type GuardrailInspection = {
  problems: GuardrailProblem[]
  tests: GuardrailTestOutcome[]
  trial: GuardrailVerdict | null
}
