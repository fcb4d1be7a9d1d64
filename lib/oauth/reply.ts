import type { ServerResponse } from 'node:http'
import { DomainError } from '@/lib/domain/error'
import { log } from '@/lib/log'
import type { Reply } from '@/lib/oauth/endpoint'
import { OAuthError } from '@/lib/oauth/oauth-error'

/** Answers hold tokens and facts of the moment: nobody keeps them, unless the endpoint says otherwise (RFC 6749 §5.1). */
const DEFAULT_HEADERS = ['cache-control', 'no-store', 'pragma', 'no-cache'] as const
/** Of these nothing is said about a length (RFC 9110 §8.6). */
const NO_CONTENT: ReadonlySet<number> = new Set([204, 304])
const RETRY_SECONDS = '5'

/** Sends a reply; of one to HEAD only what stands before the body. What HTTP cannot carry ends the
 *  connection, and nothing but it. */
export function sendReply(response: ServerResponse, reply: Reply, isHead: boolean): void {
  try {
    send(response, reply, isHead)
  } catch (error) {
    log.error({ error: describeFault(error) }, 'an answer could not be sent')
    response.destroy()
  }
}

function send(response: ServerResponse, reply: Reply, isHead: boolean): void {
  const { body } = reply
  const isJson = typeof body === 'object' && !(body instanceof Uint8Array)
  const content = isJson ? JSON.stringify(body) : (body ?? '')
  const length = typeof content === 'string' ? Buffer.byteLength(content) : content.length
  response.writeHead(reply.status, headersOf(reply, isJson, length))
  if (isHead) response.end()
  else response.end(content)
}

/** Names and values in turn: the form that costs Node the least. */
function headersOf({ status, headers }: Reply, isJson: boolean, length: number): string[] {
  const list = NO_CONTENT.has(status) ? [] : ['content-length', String(length)]
  if (isJson) list.push('content-type', 'application/json')
  if (!headers) {
    list.push(...DEFAULT_HEADERS)
    return list
  }
  let isCacheable = false
  for (const [name, value] of Object.entries(headers)) {
    list.push(name, value)
    isCacheable ||= name.toLowerCase() === 'cache-control'
  }
  if (!isCacheable) list.push(...DEFAULT_HEADERS)
  return list
}

/** What goes back for what was thrown. Only an OAuthError was meant for the caller. */
export function replyToError(error: unknown): Reply {
  if (error instanceof OAuthError) {
    const { code, message, members, status, headers } = error
    return { status, headers, body: { error: code, error_description: message, ...members } }
  }
  if (error instanceof DomainError && (error.code === 'unavailable' || error.code === 'busy')) {
    const body = { error: 'temporarily_unavailable', error_description: 'Try again in a moment.' }
    return { status: 503, headers: { 'retry-after': RETRY_SECONDS }, body }
  }
  log.error({ error: describeFault(error) }, 'a request failed')
  const body = { error: 'server_error', error_description: 'The token service failed; its log says why.' }
  return { status: 500, body }
}

/** What the log may know of a fault: messages can quote what was sent, so whatever looks like a secret is cut out. */
function describeFault(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const stack = (error.stack ?? error.message).replace(/eyJ[\w.-]*|[\w-]{40,}|Unexpected token .*/g, '[hidden]')
  return { name: error.name, code, stack }
}
