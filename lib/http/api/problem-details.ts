import { toProblem } from '@/lib/http/problem'
import type { InputFault } from '@/lib/operations/operation'

const TITLES: Record<number, string> = {
  400: 'The request was not understood',
  401: 'Who asks is not known',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  409: 'Not possible now',
  413: 'Too large',
  415: 'Another media type is needed',
  422: 'Not the same request',
  429: 'Too many requests',
  500: 'Something went wrong on our side',
  503: 'Not available at the moment',
}

/** One fault in what was given: where in the body (RFC 6901), or which parameter. */
type Fault = { pointer?: string; parameter?: string; detail: string }

/** RFC 9457. `code` stays the same for ever; `instance` is the request, as the log knows it. */
export type ProblemDetails = {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  code: string
  errors: Fault[]
  [extension: string]: unknown
}

const pointerOf = (path: InputFault['path']) =>
  `#/${path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`

/** What is wrong where. `inBody`: whether a property stands in the body, and not in the path or the query. */
function faultsOf(faults: readonly InputFault[], inBody: (name: string) => boolean): Fault[] {
  return faults.map(({ path, message }) => {
    const [first] = path
    if (first === undefined || inBody(String(first))) return { pointer: pointerOf(path), detail: message }
    return { parameter: String(first), detail: message }
  })
}

const SAFE = ['deed', 'scope', 'hindrance', 'revision', 'withinMinutes', 'retryAfterSeconds', 'guardrails']

/** What an API tells of an error. What is not ours stays hidden, and is logged. */
export function toProblemDetails(
  error: unknown,
  requestId: string,
  inBody: (name: string) => boolean = () => true,
): ProblemDetails {
  const { code, message, details = {}, status } = toProblem(error, requestId)
  const faults = Array.isArray(details.faults) ? (details.faults as InputFault[]) : []
  const known = Object.entries(details).filter(([name]) => SAFE.includes(name))
  return {
    ...Object.fromEntries(known),
    type: `/api-docs#${code}`,
    title: TITLES[status] ?? 'Not possible',
    status,
    detail: message,
    instance: `urn:remit:request:${requestId}`,
    code,
    errors: faultsOf(faults, inBody),
  }
}
