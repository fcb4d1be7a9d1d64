import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Asked, Endpoint, Reply, Service } from '@/lib/oauth/endpoint'
import { Form } from '@/lib/oauth/form'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { isHopeless, readBody } from '@/lib/oauth/read-body'
import { replyToError, sendReply } from '@/lib/oauth/reply'
import { findRoute, methodsOf, type Route } from '@/lib/oauth/routes'

/** Who has not sent its request by then is cut off; until then it holds nothing but its own connection. */
const REQUEST_MS = 10_000
const CHECK_MS = 1_000
/** Longer than the idle time of usual proxies, so that none reuses a connection that has just been closed. */
const KEEP_ALIVE_MS = 75_000
/** Who does not take its answer for so long is cut off. */
const SOCKET_IDLE_MS = 90_000

const NO_PARAMETERS = new URLSearchParams()
const NO_FORM = new Form(NO_PARAMETERS)
const NOT_FOUND: Reply = {
  status: 404,
  body: { error: 'invalid_request', error_description: 'There is nothing at this address.' },
}

/** The token service as an HTTP server that does not listen yet. Plain Node: a framework costs more than introspection. */
export function createTokenService(service: Service): Server {
  const options = { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS, keepAliveTimeout: KEEP_ALIVE_MS }
  const server = createServer({ ...options, connectionsCheckingInterval: CHECK_MS })
  server.setTimeout(SOCKET_IDLE_MS)
  server.on('request', (request, response) => void answer(service, server, request, response))
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!isHopeless(request)) response.writeContinue()
    void answer(service, server, request, response)
  })
  return server
}

/** Takes no more requests and lets those under way finish, for at most `graceMs`. */
export async function closeTokenService(server: Server, graceMs: number): Promise<void> {
  const insist = setTimeout(() => server.closeAllConnections(), graceMs)
  await new Promise((resolve) => server.close(resolve))
  clearTimeout(insist)
}

async function answer(service: Service, server: Server, request: IncomingMessage, response: ServerResponse) {
  const isHead = request.method === 'HEAD'
  let reply: Reply | null
  try {
    reply = await replyTo(service, request)
  } catch (error) {
    reply = replyToError(error)
  }
  if (reply === null || response.destroyed) return
  if (!request.complete || !server.listening) response.shouldKeepAlive = false
  sendReply(response, reply, isHead)
}

/** Null where the client went away before its request was complete. */
async function replyTo(service: Service, request: IncomingMessage): Promise<Reply | null> {
  const { url = '/', method = 'GET' } = request
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const route = findRoute(path)
  if (!route) return NOT_FOUND
  const endpoint = endpointFor(route, method)
  if (!endpoint) return notAllowed(route)
  const body = method === 'POST' ? await readBody(request) : ''
  if (body === null) return null
  const query = mark < 0 ? NO_PARAMETERS : new URLSearchParams(url.slice(mark + 1))
  const { headers } = request
  const form = formOf(route, method, headers['content-type'], body)
  refuseNul(url, body)
  const peer = request.socket.remoteAddress ?? null
  return endpoint({ service, now: service.clock(), method, path, query, headers, peer, form, body } satisfies Asked)
}

function endpointFor({ get, post }: Route, method: string): Endpoint | undefined {
  if (method === 'POST') return post
  return method === 'GET' || method === 'HEAD' ? get : undefined
}

function notAllowed(route: Route): Reply {
  const allow = methodsOf(route)
  const body = { error: 'invalid_request', error_description: `This address takes ${allow}.` }
  return { status: 405, headers: { allow }, body }
}

const FORM = 'application/x-www-form-urlencoded'
const CONTENT_TYPES = { form: FORM, json: 'application/json' }

/** RFC 6749 §3.2: parameters come as a form, in the body. */
function formOf({ takes }: Route, method: string, contentType: string | undefined, body: string): Form {
  if (method !== 'POST') return NO_FORM
  const [given = ''] = (contentType ?? '').split(';', 1)
  const kind = given.trim().toLowerCase()
  if (takes && kind !== CONTENT_TYPES[takes])
    throw new OAuthError('invalid_request', `The content type must be ${CONTENT_TYPES[takes]}.`)
  return kind === FORM ? new Form(new URLSearchParams(body)) : NO_FORM
}

/** As it is, in a form, in JSON, and in JSON in a form. */
const NUL = /\0|%00|(?:\\|%5c)u0000/i

/** No text of the protocol holds U+0000, and Postgres cannot take it. */
function refuseNul(url: string, body: string): void {
  if (NUL.test(body) || url.includes('%00'))
    throw new OAuthError('invalid_request', 'The request holds the character U+0000.')
}
