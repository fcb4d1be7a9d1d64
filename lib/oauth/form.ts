import { OAuthError } from '@/lib/oauth/oauth-error'

/** The parameters of a form. Those without a value count as not sent (RFC 6749 §3.2). */
export class Form {
  constructor(private readonly parameters: URLSearchParams) {}

  /** The one value. @throws OAuthError `invalid_request` where it is sent twice (RFC 6749 §3.2) */
  find(name: string): string | undefined {
    const values = this.all(name)
    if (values.length > 1) throw new OAuthError('invalid_request', `${name} is sent more than once.`)
    return values[0]
  }

  /** @throws OAuthError `invalid_request` where it is missing or sent twice */
  get(name: string): string {
    const value = this.find(name)
    if (value === undefined) throw new OAuthError('invalid_request', `${name} is missing.`)
    return value
  }

  /** Every value of a repeatable parameter (`resource`, `audience`; RFC 8693 §2.1). */
  all(name: string): string[] {
    return this.parameters.getAll(name).filter((value) => value !== '')
  }

  /** @throws OAuthError `invalid_request` where any but these is sent more than once */
  refuseRepeated(repeatable: ReadonlySet<string>): void {
    const seen = new Set<string>()
    for (const [name, value] of this.parameters) {
      if (value === '' || repeatable.has(name)) continue
      if (seen.has(name)) throw new OAuthError('invalid_request', `${name.slice(0, 100)} is sent more than once.`)
      seen.add(name)
    }
  }
}
