/** A broken precondition, with a code that stays the same for ever and a sentence a person can act on. */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message)
    this.name = 'DomainError'
  }
}

/** The one error for "there is none, or not for you": the two must look alike. */
export function notFound(what: string): DomainError {
  return new DomainError('not_found', `There is no such ${what}, or your role does not show it.`)
}
