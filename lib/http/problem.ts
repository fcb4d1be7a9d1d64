import { DomainError } from '@/lib/domain/error'
import { log } from '@/lib/log'

/** What an edge may tell of an error: a stable code and a sentence. */
export type Problem = { code: string; message: string; details?: Record<string, unknown> }

const STATUS: Record<string, number> = {
  forbidden: 403,
  insufficient_scope: 403,
  self_approval: 403,
  not_asked: 403,
  not_yours: 403,
  not_requester: 403,
  self_promotion: 403,
  guardrail: 403,
  step_up_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  unsupported_media_type: 415,
  key_reused: 422,
  rate_limited: 429,
  unauthorized: 401,
  busy: 503,
  unavailable: 503,
  invalid_input: 400,
  too_large: 413,
}

/** The only mapping from error to reply. A `DomainError` speaks for itself; anything else is logged and hidden, with the id of
 *  the request where the caller is told one. */
export function toProblem(error: unknown, requestId?: string): Problem & { status: number } {
  if (error instanceof DomainError) {
    return { code: error.code, message: error.message, details: error.details, status: STATUS[error.code] ?? 409 }
  }
  log.error({ err: error, requestId }, 'unexpected error')
  return { code: 'unexpected', message: 'Something went wrong on our side. It has been logged.', status: 500 }
}
