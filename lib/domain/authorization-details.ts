import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'

const words = z.array(z.string().min(1).max(500)).min(1).max(200)
const common = { locations: words.optional(), actions: words.optional() }

const tenantAccess = z.strictObject({ type: z.literal('tenant_access'), ...common, tenants: words })
const resourceAccess = z.strictObject({ type: z.literal('resource_access'), ...common, identifiers: words })
const list = z.array(z.discriminatedUnion('type', [tenantAccess, resourceAccess])).max(50)

/** One object of `authorization_details` (RFC 9396 §2), to be read as: these `actions` (permission keys; absent = all that
 *  the scope says) at these `locations` (a system's URI or key; absent = all of the audience), but only for these tenants
 *  or these resources. A name that ends in `*` stands for all that begin so. */
export type AuthorizationDetail = z.output<typeof list>[number]
export type AuthorizationDetailType = AuthorizationDetail['type']

/** Metadata `authorization_details_types_supported` (RFC 9396 §10). */
export const AUTHORIZATION_DETAILS_TYPES: readonly AuthorizationDetailType[] = ['tenant_access', 'resource_access']

const refused = (message: string) => new DomainError('invalid_authorization_details', message)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refused('authorization_details is not JSON.')
  }
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  const [index, ...rest] = path
  if (index === undefined) return message
  return `authorization_details[${String(index)}]${rest.length > 0 ? `.${rest.join('.')}` : ''}: ${message}`
}

/** Reads the parameter `authorization_details` (RFC 9396 §2.2).
 *  @throws DomainError `invalid_authorization_details` for an unknown type or field, a missing field or a wrong value (§5) */
export function parseAuthorizationDetails(text: string): AuthorizationDetail[] {
  const parsed = list.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  const known = `Types known here: ${AUTHORIZATION_DETAILS_TYPES.join(', ')}.`
  throw refused(`${parsed.error.issues.slice(0, 3).map(describeIssue).join('; ')}. ${known}`)
}

/** What a detail is limited to: its tenants or its resources. */
export function namesOf(detail: AuthorizationDetail): string[] {
  return detail.type === 'tenant_access' ? detail.tenants : detail.identifiers
}

/** The same detail limited to other names. */
export function withNames(detail: AuthorizationDetail, names: string[]): AuthorizationDetail {
  return detail.type === 'tenant_access' ? { ...detail, tenants: names } : { ...detail, identifiers: names }
}

/** Whether one name allows another: the same, or a beginning followed by `*`. */
export function coversName(allowed: string, asked: string): boolean {
  return allowed === asked || (allowed.endsWith('*') && asked.startsWith(allowed.slice(0, -1)))
}

const holdsAll = (allowed: readonly string[] | undefined, asked: readonly string[] | undefined) =>
  allowed === undefined || (asked?.every((each) => allowed.includes(each)) ?? false)

/** The subset function of both types: nothing that is asked for lies outside what is allowed. A member that is absent means
 *  all, so that only an absent one covers an absent one. */
export function coversDetail(allowed: AuthorizationDetail, asked: AuthorizationDetail): boolean {
  if (allowed.type !== asked.type) return false
  if (!holdsAll(allowed.locations, asked.locations) || !holdsAll(allowed.actions, asked.actions)) return false
  const names = namesOf(allowed)
  return namesOf(asked).every((name) => names.some((each) => coversName(each, name)))
}
