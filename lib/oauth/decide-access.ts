import { type AuthorizationDetail, coversDetail } from '@/lib/domain/authorization-details'
import type { AuthenticatedClient } from '@/lib/domain/client'
import type { TokenState } from '@/lib/domain/token-session'
import { contextOf, isPermitted, noteCheck, systemFor } from '@/lib/oauth/check-token'
import type { PresentedToken } from '@/lib/oauth/presented-token'
import { listSystemNames, type NamedSystem } from '@/lib/queries/list-system-names'

/** What a gateway asks for. `system`: key or URI; where it is not named, the one before which the gateway stands.
 *  `hasProof`: the gateway has checked that whoever brought the token holds its key, or does not go by the token at all. */
export type AccessQuestion = {
  permission: string | null
  system: string | null
  limits: readonly Limit[]
  hasProof: boolean
}
type Limit = { type: 'tenant' | 'resource'; id: string }

type Reason =
  | 'token-unknown'
  | `session-${Exclude<TokenState, 'active'>}`
  | 'proof-not-checked'
  | 'system-not-covered'
  | 'permission-not-granted'
  | 'details-not-granted'

/** `reason` says which bound refused. What is unknown and what is not meant for this gateway are the same. */
export type AccessDecision = { isAllowed: true } | { isAllowed: false; reason: Reason }

const ALLOWED: AccessDecision = { isAllowed: true }
const refuse = (reason: Reason): AccessDecision => ({ isAllowed: false, reason })

/** Whether a session may do something, by all that bounds it; the answer is recorded as a use. Null = no such token. */
export async function decideAccess(
  client: AuthenticatedClient,
  presented: PresentedToken | null,
  question: AccessQuestion,
  now: Date,
): Promise<AccessDecision> {
  const first = presented && systemFor(client, presented.session)
  if (!first) return refuse('token-unknown')
  const { session } = presented
  const { permission } = question
  const system = await findSystem(client, presented, question, now)
  const decision = session.state === 'active' ? judge(presented, question, system) : refuse(`session-${session.state}`)
  const { isAllowed } = decision
  noteCheck(client, { session, systemId: system?.id ?? first, permission, isAllowed }, now)
  return decision
}

/** The system that is meant, where both the session and this gateway are for it. */
async function findSystem(
  client: AuthenticatedClient,
  { session, claims }: PresentedToken,
  { system, limits }: AccessQuestion,
  now: Date,
): Promise<NamedSystem | undefined> {
  const ids = session.systemIds.filter((id) => client.systemIds.includes(id))
  const [first] = ids
  const isNameNeeded = system !== null || (limits.length > 0 && claims.authorization_details !== undefined)
  if (!isNameNeeded) return first === undefined ? undefined : { id: first, names: [] }
  const named = await listSystemNames(contextOf(client, now), ids)
  return named.find(({ id, names }) => (system === null ? id === first : names.includes(system)))
}

/** A token that is bound to a key is worth nothing without the proof, which only the gateway has seen (RFC 9449 §7.2). */
function judge(presented: PresentedToken, question: AccessQuestion, system: NamedSystem | undefined): AccessDecision {
  if (presented.claims.cnf !== undefined && !question.hasProof) return refuse('proof-not-checked')
  if (!system) return refuse('system-not-covered')
  if (!isPermitted(presented.session, question.permission)) return refuse('permission-not-granted')
  const isWithin = question.limits.every((limit) => isWithinDetails(presented, limit, question.permission, system))
  return isWithin ? ALLOWED : refuse('details-not-granted')
}

function toDetail({ type, id }: Limit, permission: string | null): AuthorizationDetail {
  const actions = permission === null ? {} : { actions: [permission] }
  if (type === 'tenant') return { type: 'tenant_access', ...actions, tenants: [id] }
  return { type: 'resource_access', ...actions, identifiers: [id] }
}

/** A token without details of a type is not limited by it; with some, one of those for this system has to allow what is
 *  asked for. */
function isWithinDetails(
  { claims }: PresentedToken,
  limit: Limit,
  permission: string | null,
  { names }: NamedSystem,
): boolean {
  const asked = toDetail(limit, permission)
  const details = ((claims.authorization_details ?? []) as AuthorizationDetail[]).filter(
    ({ type }) => type === asked.type,
  )
  if (details.length === 0) return true
  return details.some(({ locations, ...allowed }) => {
    const isHere = !locations || locations.some((location) => names.includes(location))
    return isHere && coversDetail(allowed as AuthorizationDetail, asked)
  })
}
