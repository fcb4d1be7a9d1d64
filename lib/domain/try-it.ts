import { z } from 'zod'
import type { AuthorizationDetail } from '@/lib/domain/authorization-details'
import type { IdentityKind } from '@/lib/domain/identity'
import type { GrantStatus } from '@/lib/domain/life'

const optional = <T extends z.ZodType>(type: T) => type.optional().catch(undefined)
const blankIsNone = (value: unknown) => (value === '' ? undefined : value)
const toList = (value: unknown) => (typeof value === 'string' ? [value] : value)
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/
const moment = z
  .string()
  .regex(MOMENT)
  .transform((text) => new Date(/(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`))
  .refine((at) => !Number.isNaN(at.getTime()))
const words = z.string().trim().min(1).max(500)

/** A session to try out, as the address of the page says: `at` (UTC where it names no zone; absent = now), `system`
 *  (public id), `scope` (repeated; none = all that is granted), `ttl` in seconds, one tenant, one resource, and whether
 *  the client proves a key. `asked` tells a form that was sent from a page that was opened. */
export const tryItRequest = z.object({
  at: optional(moment),
  system: optional(z.preprocess(blankIsNone, z.string().max(60))),
  scope: z.preprocess(toList, z.array(words).max(500)).default([]).catch([]),
  ttl: optional(z.preprocess(blankIsNone, z.coerce.number().int().min(1).max(31_536_000))),
  tenant: optional(z.preprocess(blankIsNone, words)),
  resource: optional(z.preprocess(blankIsNone, words)),
  dpop: optional(z.string()),
  asked: optional(z.string()),
})
export type TryItRequest = z.output<typeof tryItRequest>

/** What may be tried under a grant. Ids are public. `target` of each system is how a client names it. */
export type TryItTerms = {
  id: string
  name: string
  status: GrantStatus
  actor: { id: string; name: string; kind: IdentityKind }
  principal: { id: string; name: string; kind: IdentityKind }
  maxSessionTtlSeconds: number | null
  requiresSessionApproval: boolean
  requiresDpop: boolean
  targets: TryItTarget[]
}

export type TryItTarget = {
  system: { id: string; name: string }
  target: { by: 'resource' | 'audience'; name: string }
  permissions: string[]
  tenants: string[]
  resources: string[]
}

/** The target that is tried: the one that was named, else the only one. */
export function chosenTarget({ targets }: TryItTerms, { system }: TryItRequest): TryItTarget | undefined {
  const named = targets.find((target) => target.system.id === system)
  return named ?? (targets.length === 1 ? targets[0] : undefined)
}

/** The limits to one tenant and one resource that were asked for (RFC 9396). */
export function askedDetails({ tenant, resource }: TryItRequest): AuthorizationDetail[] {
  return [
    ...(tenant ? [{ type: 'tenant_access' as const, tenants: [tenant] }] : []),
    ...(resource ? [{ type: 'resource_access' as const, identifiers: [resource] }] : []),
  ]
}
