import { z } from 'zod'
import { pageRequest } from '@/lib/domain/page'
import type { NamedIdentity } from '@/lib/domain/session-row'

const optional = <T extends z.ZodType>(type: T) => type.optional().catch(undefined)

/** Whose refused attempts: what was asked under a grant, by or for an identity, or from within a session. The id is public. */
export type AttemptSubject = { kind: 'grant' | 'identity' | 'session'; id: string }

/** Which page of them, as the address of a page about something else carries it. */
export const attemptPage = z
  .object({
    attemptsAfter: optional(pageRequest.shape.after),
    attemptsBefore: optional(pageRequest.shape.before),
    limit: z.coerce.number().int().min(1).max(100).default(6).catch(6),
  })
  .transform(({ attemptsAfter: after, attemptsBefore: before, limit }) => ({ after, before, limit }))
export type AttemptPage = z.output<typeof attemptPage>

type Named = { id: string; name: string }

/** A request for a delegated session that was refused. Ids are public but its own. `asked` is what of the request can be
 *  put in words, `code` and `message` which bound refused and what would pass. Null is not known. */
export type AttemptRow = {
  id: string
  at: Date
  actor: NamedIdentity | null
  principal: NamedIdentity | null
  client: Named | null
  system: Named | null
  grant: Named | null
  asked: AskedFor
  code: string
  message: string | null
}

/** Permissions by key, lifetime in seconds, targets by the name they were asked by. Empty and null: was not said. */
export type AskedFor = { permissions: string[]; ttlSeconds: number | null; targets: string[] }

const words = z.union([z.string().transform((text) => text.split(/\s+/).filter(Boolean)), z.array(z.string())])
const list = words.nullish().catch(null)
const seconds = z.coerce.number().int().positive().nullish().catch(null)
const requested = z
  .object({
    permissions: list,
    scope: list,
    ttlSeconds: seconds,
    targets: list,
    resource: list,
    audience: list,
  })
  .catch({ permissions: null, scope: null, ttlSeconds: null, targets: null, resource: null, audience: null })

/** What of a refused request was written down, whoever wrote it: the token service, or a source that reported it. */
export function askedFor(stored: unknown): AskedFor {
  const { permissions, scope, ttlSeconds, targets, resource, audience } = requested.parse(stored ?? {})
  return {
    permissions: permissions ?? scope ?? [],
    ttlSeconds: ttlSeconds ?? null,
    targets: targets ?? [...(resource ?? []), ...(audience ?? [])],
  }
}
