import type { IncomingHttpHeaders } from 'node:http'
import type { RateLimiter } from '@/lib/domain/rate-limiter'
import type { Form } from '@/lib/oauth/form'
import type { IssuerKeys } from '@/lib/oauth/issuer-keys'
import type { SigningKeys } from '@/lib/oauth/signing-keys'

/** What every endpoint of the token service works with. `issuer` and `remitUrl` are origins; `issuer` is `iss`. */
export type Service = {
  issuer: string
  remitUrl: string
  clock: () => Date
  keys: SigningKeys
  issuerKeys: IssuerKeys
  rateLimiter: RateLimiter
}

/** One request, read to its end before anything is asked of the database. `now` is the same throughout. */
export type Asked = {
  service: Service
  now: Date
  method: string
  /** The path of the endpoint, e.g. `/token`. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** The address at the other end of the connection; null where it is gone. */
  peer: string | null
  /** The body as a form; empty for another content type. */
  form: Form
  /** The body as text, of whatever content type. */
  body: string
}

/** What goes back. An object is sent as JSON with `Cache-Control: no-store`, text and bytes as they are. */
export type Reply = {
  status: number
  headers?: Record<string, string>
  body?: Record<string, unknown> | string | Uint8Array
}

/** One thing machines can ask for: reads as the list of checks of its RFC. @throws OAuthError */
export type Endpoint = (asked: Asked) => Promise<Reply>
