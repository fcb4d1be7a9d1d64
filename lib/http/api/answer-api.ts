import { randomUUID } from 'node:crypto'
import { DomainError } from '@/lib/domain/error'
import { answerOnce } from '@/lib/http/api/keyed-answer'
import { toProblemDetails } from '@/lib/http/api/problem-details'
import { type Caller, challengeOf, readCaller } from '@/lib/http/api/read-caller'
import { readBody, standsInBody, toInput } from '@/lib/http/api/read-input'
import { rateHeaders, takeCall } from '@/lib/http/api/token-limiter'
import { matchPath } from '@/lib/operations/match-operation'
import { toOpenApi } from '@/lib/operations/open-api'
import type { Method } from '@/lib/operations/operation'

const BASE = '/api/v1/'
const REQUEST_ID = /^[\w.:-]{8,100}$/

type Headers = Record<string, string>
type Asked = { request: Request; url: URL; requestId: string; now: Date; headers: Headers }

function send({ request, headers }: Asked, status: number, body: unknown, type = 'application/json'): Response {
  const fields = { ...headers, 'content-type': type, 'cache-control': 'no-store', vary: 'authorization' }
  const text = JSON.stringify(body)
  return new Response(request.method === 'HEAD' ? null : text, { status, headers: fields })
}

function sendProblem(asked: Asked, error: unknown, inBody?: (name: string) => boolean): Response {
  const problem = toProblemDetails(error, asked.requestId, inBody)
  const challenge = challengeOf(error)
  if (challenge) asked.headers['www-authenticate'] = challenge
  if (typeof problem.retryAfterSeconds === 'number') asked.headers['retry-after'] = String(problem.retryAfterSeconds)
  else if (problem.status === 503) asked.headers['retry-after'] = '5'
  return send(asked, problem.status, problem, 'application/problem+json')
}

/** The pages beside this one (RFC 8288), for whoever follows links. */
function linksOf(url: URL, { next, previous }: Record<string, unknown>): string | null {
  const link = (cursor: unknown, key: string, rel: string) => {
    if (typeof cursor !== 'string') return []
    const query = new URLSearchParams(url.searchParams)
    for (const name of ['after', 'before']) query.delete(name)
    query.set(key, cursor)
    return [`<${url.pathname}?${query}>; rel="${rel}"`]
  }
  return [...link(next, 'after', 'next'), ...link(previous, 'before', 'prev')].join(', ') || null
}

type Matched = NonNullable<ReturnType<ReturnType<typeof matchPath>['get']>>

/** Calls the operation; what it refuses is an answer, too, and kept with its Idempotency-Key. */
async function callOnce(asked: Asked, caller: Caller, { operation, parameters }: Matched) {
  const { request, url } = asked
  const body = operation.method === 'GET' ? '' : await readBody(request)
  return answerOnce(request, body, caller, async () => {
    try {
      const response = await operation.call(caller.context, toInput(operation, parameters, url.searchParams, body))
      return { status: operation.creates ? 201 : 200, response }
    } catch (error) {
      if (challengeOf(error)) throw error
      const problem = toProblemDetails(error, asked.requestId, standsInBody(operation))
      return { status: problem.status, response: problem }
    }
  })
}

async function makeCall(asked: Asked, caller: Caller, matched: Matched): Promise<Response> {
  const { url, headers } = asked
  const { status, response, isReplayed } = await callOnce(asked, caller, matched)
  if (isReplayed) headers['idempotency-replayed'] = 'true'
  if (status === 503) headers['retry-after'] = '5'
  if (status >= 400) return send(asked, status, response, 'application/problem+json')
  const links = matched.operation.method === 'GET' ? linksOf(url, response as Record<string, unknown>) : null
  if (links) headers.link = links
  return send(asked, status, response)
}

async function answerPath(asked: Asked): Promise<Response> {
  const { request, url, headers, now } = asked
  const path = url.pathname.slice(BASE.length).split('/').map(decodeURIComponent)
  const isDescription = path.join('/') === 'openapi.json'
  const found = matchPath(path)
  if (!isDescription && found.size === 0) throw new DomainError('not_found', 'There is nothing at this path.')
  const methods = isDescription ? ['GET'] : [...found.keys()]
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  const isKnown = allow.split(', ').includes(request.method)
  if (!isKnown || request.method === 'OPTIONS') headers.allow = allow
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers })
  if (!isKnown) throw new DomainError('method_not_allowed', `Here one can ${allow}.`)
  if (isDescription) return send(asked, 200, toOpenApi())
  const caller = await readCaller(request, now)
  try {
    takeCall(caller.token.id, now)
  } finally {
    Object.assign(headers, rateHeaders(caller.token.id, now))
  }
  const matched = found.get((request.method === 'HEAD' ? 'GET' : request.method) as Method)
  if (!matched) throw new Error('a method that is allowed has an operation')
  return makeCall(asked, caller, matched)
}

/** The REST API: the operation at this path and method, called with the token of the request. Whatever fails is a problem by
 *  RFC 9457. Every answer has the id of its request, the caller's own where it sent a sane one. */
export async function answerApi(request: Request, now = new Date()): Promise<Response> {
  const given = request.headers.get('x-request-id') ?? ''
  const requestId = REQUEST_ID.test(given) ? given : randomUUID()
  const asked: Asked = { request, url: new URL(request.url), requestId, now, headers: { 'x-request-id': requestId } }
  try {
    return await answerPath(asked)
  } catch (error) {
    const isMangled = error instanceof URIError
    return sendProblem(asked, isMangled ? new DomainError('not_found', 'There is nothing at this path.') : error)
  }
}
