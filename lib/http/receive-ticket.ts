import { closeTicket } from '@/lib/commands/close-ticket'
import { isSignedBy } from '@/lib/connectors/webhook/verify-webhook'
import { systemContext } from '@/lib/domain/context'
import { DomainError, notFound } from '@/lib/domain/error'
import { RateLimiter } from '@/lib/domain/rate-limiter'
import { readTicketEvent } from '@/lib/domain/ticket-event'
import { toProblem } from '@/lib/http/problem'
import { fromPublicId } from '@/lib/id'
import { findTicketEndpoint } from '@/lib/queries/find-ticket-endpoint'

const MAX_BYTES = 1_048_576
/** More than any ticket system closes, and few enough that guessing at signatures costs us nothing. */
const MOST_PER_MINUTE = 600
const limiter = new RateLimiter()

async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) throw new DomainError('too_large', 'This is larger than 1 MB.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new DomainError('invalid_input', 'This is no JSON.')
  }
}

async function receive(endpointId: string, request: Request, now: Date): Promise<Response> {
  const id = fromPublicId('endpoint', endpointId)
  if (limiter.take(id, MOST_PER_MINUTE, now) !== null)
    throw new DomainError('rate_limited', `This is called more than ${MOST_PER_MINUTE} times a minute.`)
  const endpoint = await findTicketEndpoint(id)
  if (!endpoint) throw notFound('endpoint')
  const text = await readText(request)
  if (!isSignedBy(endpoint.secret, text, request.headers))
    throw new DomainError(
      'unauthorized',
      'The signature is missing, is not by the secret of this endpoint, or is too old.',
    )
  const event = readTicketEvent(parse(text), endpoint.config)
  if (!event) throw new DomainError('invalid_input', `No ticket stands at ${endpoint.config.keyPath}.`)
  const { ticket, isClosed } = event
  if (!isClosed) return Response.json({ ticket, closed: false, grants: [] })
  const { grantIds } = await closeTicket(systemContext(endpoint.orgId, endpoint.name, now), { ticket }, id)
  return Response.json({ ticket, closed: true, grants: grantIds })
}

/** What a ticket system tells: a ticket that is closed ends the grants bound to it. Said twice, it ends nothing twice. */
export async function receiveTicket(endpointId: string, request: Request, now = new Date()): Promise<Response> {
  try {
    return await receive(endpointId, request, now)
  } catch (error) {
    const { status, ...problem } = toProblem(error)
    return Response.json({ error: problem }, { status })
  }
}
