import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'

/** One statement, with the single-or-list forms of the IAM grammar made lists. Exactly one of `actions` and
 *  `notActions` is present. `resources` and `notResources` are both absent only in trust policies. */
export type PolicyStatement = {
  sid: string | null
  effect: 'Allow' | 'Deny'
  actions: string[] | null
  notActions: string[] | null
  resources: string[] | null
  notResources: string[] | null
  /** Operators and keys as written, `{}` when unconditional. */
  conditions: Record<string, unknown>
}

export type PolicyDocument = { statements: PolicyStatement[] }

const strings = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat())

const statement = z
  .preprocess(
    withLowerCaseKeys,
    z.object({
      sid: z.string().nullish(),
      effect: z.enum(['Allow', 'Deny']),
      action: strings.nullish(),
      notaction: strings.nullish(),
      resource: strings.nullish(),
      notresource: strings.nullish(),
      condition: z.record(z.string(), z.unknown()).nullish(),
    }),
  )
  .refine((read) => Boolean(read.action) !== Boolean(read.notaction), 'needs either Action or NotAction')
  .refine((read) => !(read.resource && read.notresource), 'has both Resource and NotResource')
  .transform(
    (read): PolicyStatement => ({
      sid: read.sid ?? null,
      effect: read.effect,
      actions: read.action ?? null,
      notActions: read.notaction ?? null,
      resources: read.resource ?? null,
      notResources: read.notresource ?? null,
      conditions: read.condition ?? {},
    }),
  )

const policyDocument = z
  .preprocess(
    withLowerCaseKeys,
    z.object({ statement: z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]) }),
  )
  .transform((read) => ({ statements: read.statement }))
  .pipe(z.object({ statements: z.array(statement) }))

/** Reads a policy as an object or as JSON text, also URL-encoded as IAM's `Get…Policy` replies have it.
 *  Element names are read without regard to case, values are not.
 *  @throws DomainError `invalid_policy`, which says where the document is wrong. */
export function parsePolicyDocument(source: unknown): PolicyDocument {
  const parsed = policyDocument.safeParse(typeof source === 'string' ? parseJson(source) : source)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = (issue?.path ?? []).join('.')
  const message = `This is no IAM policy: ${path === '' ? 'the document' : path}: ${issue?.message ?? 'not readable'}.`
  throw new DomainError('invalid_policy', message, { path })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('%7B') || text.startsWith('%7b') ? decodeURIComponent(text) : text)
  } catch {
    throw new DomainError('invalid_policy', 'This is no IAM policy: the text is not JSON.')
  }
}

function withLowerCaseKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner]))
}
