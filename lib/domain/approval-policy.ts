import { z } from 'zod'
import { ROLES } from '@/lib/domain/context'
import { grantWindowInput } from '@/lib/domain/grant'
import { ENVIRONMENTS, IDENTITY_KINDS } from '@/lib/domain/identity'
import { ACCESS_LEVELS } from '@/lib/domain/permission'

/** What is asked for: standing permission, a change of it, or one session under it. */
export const CHANGES = ['new', 'renew', 'extend', 'widen', 'session'] as const
export type Change = (typeof CHANGES)[number]

const words = z.string().trim().min(1, 'It needs a name.').max(200)
const ONE = 'Name at least one.'
const ids = z.array(z.string().min(1).max(90)).min(1, ONE).max(200)
const seconds = z.number().int().min(0).max(31_536_000_000)
const hours = z.number().positive().max(8760)
const tier = z.union([z.literal(1), z.literal(2), z.literal(3)])

/** When a rule speaks: all that is named must hold; of a list any suffices, and `only…` says that there is nothing else. Ids are public. `ttl`: of a session, `stands`:
 *  of the grant, both in seconds; a permanent grant stands longer than any number. Breadth is 0–100. */
const condition = z.strictObject({
  changes: z.array(z.enum(CHANGES)).min(1, ONE).optional(),
  breadthAtLeast: z.number().int().min(0).max(100).optional(),
  breadthBelow: z.number().int().min(0).max(101).optional(),
  accessLevels: z.array(z.enum(ACCESS_LEVELS)).min(1, ONE).optional(),
  onlyAccessLevels: z.array(z.enum(ACCESS_LEVELS)).min(1, ONE).optional(),
  tiers: z.array(tier).min(1, ONE).optional(),
  onlyTiers: z.array(tier).min(1, ONE).optional(),
  environments: z.array(z.enum(ENVIRONMENTS)).min(1, ONE).optional(),
  onlyEnvironments: z.array(z.enum(ENVIRONMENTS)).min(1, ONE).optional(),
  systems: ids.optional(),
  onlySystems: ids.optional(),
  principals: ids.optional(),
  principalKinds: z.array(z.enum(IDENTITY_KINDS)).min(1, ONE).optional(),
  actors: ids.optional(),
  actorKinds: z.array(z.enum(IDENTITY_KINDS)).min(1, ONE).optional(),
  ttlAtLeastSeconds: seconds.optional(),
  ttlBelowSeconds: seconds.optional(),
  standsAtLeastSeconds: seconds.optional(),
  standsBelowSeconds: seconds.optional(),
  isPermanent: z.boolean().optional(),
  requesterKinds: z
    .array(z.enum(['member', 'service', 'client', 'system']))
    .min(1, ONE)
    .optional(),
  requesterGroups: ids.optional(),
  requesters: ids.optional(),
})
export type PolicyCondition = z.output<typeof condition>

/** Who may vote: whoever holds a role, is in a group, is named, or owns what is asked about. Ids are public. */
const approvers = z.union([
  z.strictObject({ role: z.enum(ROLES) }),
  z.strictObject({ group: z.string() }),
  z.strictObject({ member: z.string() }),
  z.strictObject({ owner: z.enum(['system', 'grant', 'principal', 'actor']) }),
])
export type Approvers = z.output<typeof approvers>

const peopleStage = z.strictObject({
  kind: z.literal('people'),
  name: words,
  votes: z.number().int().min(1).max(20).default(1),
  from: z.array(approvers).min(1, 'Say whose votes count.').max(50),
  /** Votes are taken only then; none = always. */
  windows: z.array(grantWindowInput).max(20).default([]),
  remindAfterHours: hours.nullable().default(null),
  escalateAfterHours: hours.nullable().default(null),
  escalateTo: z.array(approvers).max(50).default([]),
})

/** Somebody outside, by signed webhook (a bot, an AI): comments, or denies where `mayDeny`; never approves alone. */
const reviewerStage = z.strictObject({
  kind: z.literal('reviewer'),
  name: words,
  endpoint: z.string().min(1, 'Say which reviewer is asked.'),
  mayDeny: z.boolean().default(false),
  waitHours: hours.default(1),
  /** What its silence means: the question goes on to people, or it lapses. */
  onSilence: z.enum(['go-on', 'lapse']).default('go-on'),
})

const stage = z.discriminatedUnion('kind', [peopleStage, reviewerStage])
export type PolicyStage = z.output<typeof stage>
export type PeopleStage = z.output<typeof peopleStage>
export type ReviewerStage = z.output<typeof reviewerStage>

const stages = z
  .array(stage)
  .min(1)
  .max(10)
  .refine((all) => all.some(({ kind }) => kind === 'people'), 'One of the stages has to be of people.')

const verdict = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('auto-approve') }),
  z.strictObject({ kind: z.literal('auto-deny'), reason: z.string().trim().min(3).max(500) }),
  z.strictObject({ kind: z.literal('stages'), stages, lapseAfterHours: hours.default(24) }),
])
export type PolicyVerdict = z.output<typeof verdict>

const rule = z
  .strictObject({ name: words, when: condition, verdict })
  .refine(({ when, verdict: given }) => given.kind !== 'auto-approve' || when.isPermanent !== true, {
    message: 'What never ends is not approved by a rule.',
  })
export type PolicyRule = z.output<typeof rule>

const ONE_APPROVER = {
  kind: 'stages',
  stages: [{ kind: 'people', name: 'Approver', votes: 1, from: [{ role: 'approver' }] }],
} as const

/** Who must agree to what. The first rule whose condition holds decides; where none does, `otherwise`. */
export const approvalPolicy = z.strictObject({
  rules: z
    .array(rule)
    .max(200)
    .default([])
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'Each rule needs a name of its own.'),
  otherwise: verdict
    .refine(({ kind }) => kind !== 'auto-approve', 'What no rule speaks of is not approved by itself.')
    .default(verdict.parse(ONE_APPROVER)),
  /** Whether the owner of the actor may not decide either. */
  barActorOwner: z.boolean().default(true),
  /** For systems of these tiers whoever decides must have signed in so recently (OpenID Connect `auth_time`). */
  stepUp: z.strictObject({ tiers: z.array(tier), withinMinutes: z.number().int().min(1).max(720) }).default({
    tiers: [1],
    withinMinutes: 5,
  }),
  /** For the people in these groups this policy agrees, and they are told; others are asked. `withoutAccount`: what holds for
   *  a person who cannot sign in here. */
  consent: z
    .strictObject({
      groups: z.array(z.string()).max(200).default([]),
      withoutAccount: z.enum(['agreed', 'refused']).default('agreed'),
    })
    .default({ groups: [], withoutAccount: 'agreed' }),
  /** Who may break the glass: these groups; none = approvers and admins. */
  breakGlass: z
    .strictObject({
      groups: z.array(z.string()).max(200).default([]),
      maxSeconds: z.number().int().min(60).max(3600).default(3600),
      reviewDueHours: hours.default(24),
    })
    .default({ groups: [], maxSeconds: 3600, reviewDueHours: 24 }),
  /** When people are expected to work; approvals outside are told in approval quality. None = not known. */
  officeHours: z.array(grantWindowInput).max(20).default([]),
})
export type ApprovalPolicy = z.output<typeof approvalPolicy>

/** What holds until an organisation has rules of its own, as version 0. */
export const DEFAULT_POLICY: ApprovalPolicy = approvalPolicy.parse({})
