import { randomUUID } from 'node:crypto'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { DomainError } from '@/lib/domain/error'
import { type Called, createMcpServer } from '@/lib/http/api/mcp-server'
import { toProblemDetails } from '@/lib/http/api/problem-details'
import { type Caller, challengeOf, readCaller } from '@/lib/http/api/read-caller'
import { MOST_BODY_BYTES } from '@/lib/http/api/read-input'
import { rateHeaders, takeCall } from '@/lib/http/api/token-limiter'
import type { Operation } from '@/lib/operations/operation'

function callAs({ context, token }: Caller, requestId: string) {
  return async (operation: Operation, given: unknown): Promise<Called> => {
    try {
      takeCall(token.id, context.now)
      return { answer: await operation.call(context, given) }
    } catch (error) {
      const { code, detail, errors } = toProblemDetails(error, requestId)
      return { problem: { code, detail, ...(errors.length > 0 ? { errors } : {}) } }
    }
  }
}

/** A page of another site must not speak through somebody's browser (MCP, Streamable HTTP, security): what has an origin
 *  has to have ours. Agents send none. */
function refuseOtherOrigins(request: Request): void {
  const origin = request.headers.get('origin')
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
  if (origin === null || (URL.canParse(origin) && new URL(origin).host === host)) return
  throw new DomainError('forbidden', 'This request came from a page of another site.')
}

/** Streamable HTTP without sessions: one message, one answer, and nothing is kept. */
async function handle(request: Request, caller: Caller, requestId: string): Promise<Response> {
  if (request.method !== 'POST') {
    throw new DomainError('method_not_allowed', 'This server sends nothing by itself: POST a message.')
  }
  const server = createMcpServer(callAs(caller, requestId))
  const transport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: undefined,
    enableJsonResponse: true,
    maxRequestBodySize: MOST_BODY_BYTES,
  })
  await server.connect(transport)
  try {
    return await transport.handleRequest(request)
  } finally {
    await server.close()
  }
}

function refuse(error: unknown, requestId: string, headers: Record<string, string>): Response {
  const problem = toProblemDetails(error, requestId)
  const challenge = challengeOf(error)
  const more: Record<string, string> = { ...headers, 'content-type': 'application/problem+json' }
  if (challenge) more['www-authenticate'] = challenge
  if (problem.status === 405) more.allow = 'POST'
  if (typeof problem.retryAfterSeconds === 'number') more['retry-after'] = String(problem.retryAfterSeconds)
  return Response.json(problem, { status: problem.status, headers: more })
}

/** The MCP server over HTTP: whoever has a token calls what it allows; each call of a tool counts as a call of the API. */
export async function answerMcp(request: Request, now = new Date()): Promise<Response> {
  const requestId = randomUUID()
  const headers: Record<string, string> = { 'x-request-id': requestId, 'cache-control': 'no-store' }
  try {
    refuseOtherOrigins(request)
    const caller = await readCaller(request, now)
    takeCall(caller.token.id, now)
    const reply = await handle(request, caller, requestId)
    const all = new Headers(reply.headers)
    for (const [name, value] of Object.entries({ ...headers, ...rateHeaders(caller.token.id, now) }))
      all.set(name, value)
    return new Response(reply.body, { status: reply.status, headers: all })
  } catch (error) {
    return refuse(error, requestId, headers)
  }
}
