import { z } from 'zod'
import { grantWindowInput } from '@/lib/domain/grant'
import { ENVIRONMENTS, IDENTITY_KINDS } from '@/lib/domain/identity'

/** What is asked for on the page: a new grant, one in the place of another, or other terms of one that stands. */
export const REQUEST_CHANGES = ['new', 'renew', 'extend', 'widen', 'narrow'] as const
export type RequestChange = (typeof REQUEST_CHANGES)[number]

const HOUR = 3600
const text = (most: number) => z.string().max(most).default('')
const seconds = z.number().int().min(60).max(31_536_000)
const party = z.object({ id: z.string(), name: z.string(), kind: z.enum(IDENTITY_KINDS) })
export type FormParty = z.output<typeof party>

const target = z.object({
  system: z.object({
    id: z.string(),
    name: z.string(),
    tier: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    environment: z.enum(ENVIRONMENTS),
  }),
  permissions: z.array(z.string().min(1).max(200)).max(5000).default([]),
  tenants: z.array(z.string().min(1).max(200)).max(200).default([]),
  resources: z.array(z.string().min(1).max(500)).max(200).default([]),
})
export type FormTarget = z.output<typeof target>

/** So long from the approval on, until a moment (ISO), or for ever. */
const stands = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('for'), seconds: z.number().int().min(60).max(315_360_000) }),
  z.object({ kind: z.literal('until'), at: z.iso.datetime().nullable() }),
  z.object({ kind: z.literal('permanent') }),
])
export type FormStands = z.output<typeof stands>

/** A request while somebody fills it in: it may be incomplete. `grantId`: which grant is renewed or changed; `startsAt` null = with the
 *  approval. */
export const requestForm = z.object({
  change: z.enum(REQUEST_CHANGES).default('new'),
  grantId: z.string().nullable().default(null),
  name: text(200),
  principal: party.nullable().default(null),
  actor: party.nullable().default(null),
  owner: party.nullable().default(null),
  targets: z.array(target).max(50).default([]),
  maxSessionTtlSeconds: seconds.default(HOUR),
  stands: stands.default({ kind: 'for', seconds: 30 * 24 * HOUR }),
  startsAt: z.iso.datetime().nullable().default(null),
  windows: z.array(grantWindowInput).max(20).default([]),
  purpose: text(1000),
  ticket: text(200),
  endsWithTicket: z.boolean().default(false),
  requiresSessionApproval: z.boolean().default(false),
  requiresDpop: z.boolean().default(false),
  maxChainDepth: z.number().int().min(0).max(10).default(0),
  maxConcurrentSessions: z.number().int().min(1).max(100_000).nullable().default(null),
  idleTimeoutSeconds: seconds.nullable().default(null),
})
export type RequestForm = z.output<typeof requestForm>

export const EMPTY_FORM: RequestForm = requestForm.parse({})

/** `actor for principal on ticketing`, where it was not named otherwise. */
export function nameOf({ name, actor, principal, targets }: RequestForm): string {
  if (name.trim()) return name.trim()
  if (!actor || !principal) return 'Untitled request'
  const systems = targets.map(({ system }) => system.name).join(', ')
  return `${actor.name} for ${principal.name}${systems ? ` on ${systems}` : ''}`.slice(0, 200)
}

const CHECKS: readonly [words: string, isMissing: (form: RequestForm) => boolean][] = [
  ['who acts', ({ actor }) => actor === null],
  ['for whom', ({ principal }) => principal === null],
  ['on which system', ({ targets }) => targets.length === 0],
  ['at least one permission on each system', ({ targets }) => targets.some((each) => each.permissions.length === 0)],
  ['until when', ({ stands: until }) => until.kind === 'until' && until.at === null],
  ['what for', ({ purpose }) => purpose.trim().length < 3],
  ['which ticket it ends with', ({ endsWithTicket, ticket }) => endsWithTicket && !ticket.trim()],
]

/** What is left to say before it can be sent, in the words of the page. */
export function missingOf(form: RequestForm): string[] {
  return CHECKS.filter(([, isMissing]) => isMissing(form)).map(([words]) => words)
}

const targetsOf = ({ targets }: RequestForm) => targets.map(({ system, ...rest }) => ({ systemId: system.id, ...rest }))

const endOf = ({ stands: until }: RequestForm) =>
  until.kind === 'for' ? { durationSeconds: until.seconds } : { expiresAt: until.kind === 'until' ? until.at : null }

/** The bounds of a form, as the commands take them. */
export function boundsOf(form: RequestForm) {
  const { maxSessionTtlSeconds, windows, maxChainDepth, maxConcurrentSessions, requiresSessionApproval } = form
  const { requiresDpop, idleTimeoutSeconds } = form
  return {
    targets: targetsOf(form),
    ...endOf(form),
    ...{ maxSessionTtlSeconds, windows, maxChainDepth, maxConcurrentSessions, requiresSessionApproval },
    ...{ requiresDpop, idleTimeoutSeconds },
  }
}

/** A whole form as a request for a grant. */
export function toRequest(form: RequestForm) {
  const { actor, principal, owner, purpose, ticket, endsWithTicket, startsAt, change, grantId } = form
  return {
    ...boundsOf(form),
    ...{ name: nameOf(form), purpose, endsWithTicket, ticket: ticket.trim() || null },
    ...{
      principalId: principal?.id ?? '',
      actorId: actor?.id ?? '',
      ownerId: owner?.id ?? null,
      startsAt: startsAt ?? undefined,
    },
    renewsGrantId: change === 'renew' ? grantId : null,
  }
}

/** What a form says of a grant that stands: all of its terms, or only when it ends. */
export function toChangeOf(form: RequestForm) {
  const { change, grantId, purpose } = form
  const of = { grantId: grantId ?? '', purpose }
  return change === 'extend' ? { ...of, ...endOf(form) } : { ...of, ...boundsOf(form) }
}
