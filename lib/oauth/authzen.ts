import { z } from 'zod'
import type { AuthenticatedClient } from '@/lib/domain/client'
import { authenticateClient } from '@/lib/oauth/authenticate-client'
import { contextOf } from '@/lib/oauth/check-token'
import { type AccessQuestion, decideAccess } from '@/lib/oauth/decide-access'
import type { Asked, Endpoint, Reply } from '@/lib/oauth/endpoint'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { findNamedSession, findPresentedToken } from '@/lib/oauth/presented-token'

const MAX_EVALUATIONS = 100

const properties = z.record(z.string(), z.unknown()).optional()
const word = z.string().min(1).max(2_000)
const parts = {
  subject: z.object({ type: word, id: z.string().min(1), properties }),
  action: z.object({ name: z.string().min(1).max(200), properties }),
  resource: z.object({ type: word, id: word, properties }),
  context: properties,
}
const evaluationInput = z.object(parts)
const manyInput = z
  .object(parts)
  .partial()
  .extend({
    evaluations: z.array(z.object(parts).partial()).max(MAX_EVALUATIONS).optional(),
    options: z
      .object({
        evaluations_semantic: z.enum(['execute_all', 'deny_on_first_deny', 'permit_on_first_permit']).optional(),
      })
      .optional(),
  })
type Evaluation = z.output<typeof evaluationInput>
type Decision = { decision: boolean; context?: Record<string, unknown> }

/** AuthZEN Authorization API 1.0 §10.1.3: what the caller calls its request comes back with the answer. */
function withRequestId({ headers }: Asked, reply: Reply): Reply {
  const id = headers['x-request-id']
  return typeof id === 'string' && id ? { ...reply, headers: { ...reply.headers, 'x-request-id': id } } : reply
}

async function echoing(asked: Asked, answer: () => Promise<Record<string, unknown>>): Promise<Reply> {
  try {
    return withRequestId(asked, { status: 200, body: await answer() })
  } catch (error) {
    if (error instanceof OAuthError) Object.assign(error.headers, withRequestId(asked, { status: 0 }).headers)
    throw error
  }
}

async function authenticateGateway(asked: Asked): Promise<AuthenticatedClient> {
  const client = await authenticateClient(asked)
  if (client.systemIds.length > 0) return client
  throw new OAuthError('unauthorized_client', 'Only resource servers may ask.', { status: 403 })
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new OAuthError(
    'invalid_request',
    `${issue?.path.join('.') || 'The request'}: ${issue?.message ?? 'is not valid'}`,
  )
}

function parseBody<T>(schema: z.ZodType<T>, body: string): T {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new OAuthError('invalid_request', 'The body is not JSON.')
  }
  return parse(schema, value)
}

/** What is asked for; null for a kind of resource that nobody here knows. */
function toQuestion({ subject, action, resource }: Evaluation): AccessQuestion | null {
  const permission = action.name
  const hasProof = subject.type === 'session' || String(subject.properties?.token_type).toLowerCase() === 'dpop'
  if (resource.type === 'system') return { permission, hasProof, system: resource.id, limits: [] }
  if (resource.type !== 'tenant' && resource.type !== 'resource') return null
  const { system } = resource.properties ?? {}
  const limits: AccessQuestion['limits'] = [{ type: resource.type, id: resource.id }]
  return { permission, hasProof, system: typeof system === 'string' ? system : null, limits }
}

const deny = (reason: string): Decision => ({ decision: false, context: { reason } })

/** Denies what it does not know, with the reason: a gateway that misspells must not let through. */
async function decide(asked: Asked, client: AuthenticatedClient, evaluation: Evaluation): Promise<Decision> {
  const { type, id } = evaluation.subject
  if (type !== 'access_token' && type !== 'session') return deny('subject-type-unknown')
  const question = toQuestion(evaluation)
  if (!question) return deny('resource-type-unknown')
  const ctx = contextOf(client, asked.now)
  const presented = await (type === 'session' ? findNamedSession(ctx, id) : findPresentedToken(ctx, id))
  const decided = await decideAccess(client, presented, question, asked.now)
  if (!decided.isAllowed) return deny(decided.reason)
  const { sub, act, authorization_details } = presented?.claims ?? {}
  return { decision: true, context: { session: presented?.claims.jti, sub, act, authorization_details } }
}

/** Whether a session may do this here (AuthZEN Authorization API 1.0 §6). A refusal is an answer, not an error. */
export const evaluate: Endpoint = (asked) =>
  echoing(asked, async () => {
    const client = await authenticateGateway(asked)
    return decide(asked, client, parseBody(evaluationInput, asked.body))
  })

/** After which answer the rest is not looked at. */
const LAST = { execute_all: null, deny_on_first_deny: false, permit_on_first_permit: true } as const

/** Several at once, which share what they leave out (§7); one that is incomplete is denied by itself. Without
 *  `evaluations` it is as if one was asked. */
export const evaluateMany: Endpoint = (asked) =>
  echoing(asked, async () => {
    const client = await authenticateGateway(asked)
    const { evaluations, options, ...shared } = parseBody(manyInput, asked.body)
    if (!evaluations?.length) return decide(asked, client, parse(evaluationInput, shared))
    const last = LAST[options?.evaluations_semantic ?? 'execute_all']
    const one = (each: object) => decideOne(asked, client, { ...shared, ...each })
    if (last === null) return { evaluations: await Promise.all(evaluations.map(one)) }
    const decisions: Decision[] = []
    for (const each of evaluations) if (decisions.at(-1)?.decision !== last) decisions.push(await one(each))
    return { evaluations: decisions }
  })

function decideOne(asked: Asked, client: AuthenticatedClient, given: object): Decision | Promise<Decision> {
  const parsed = evaluationInput.safeParse(given)
  return parsed.success ? decide(asked, client, parsed.data) : deny('evaluation-incomplete')
}

/** Where the above is found (§9). */
export const authzenConfiguration: Endpoint = async ({ service: { issuer } }) => {
  const body = {
    policy_decision_point: issuer,
    access_evaluation_endpoint: `${issuer}/access/v1/evaluation`,
    access_evaluations_endpoint: `${issuer}/access/v1/evaluations`,
  }
  return { status: 200, headers: { 'cache-control': 'public, max-age=300' }, body }
}
