import { z } from 'zod'
import { DEFAULT_THRESHOLDS } from '@/lib/domain/detection'
import type { GrantStatus } from '@/lib/domain/life'
import { addressedPage, searchedText } from '@/lib/domain/page'

/** The views of the list of grants. All but the last two show what stands: active or suspended, not past its end. */
export const GRANT_VIEWS = [
  'active',
  'requested',
  'over-scoped',
  'never-expiring',
  'unowned',
  'observed',
  'ended',
  'all',
] as const
export type GrantView = (typeof GRANT_VIEWS)[number]

export const GRANT_SORTS = ['breadth', 'unused', 'name', 'actor', 'ttl', 'expires', 'lastUsed', 'created'] as const
export type GrantSort = (typeof GRANT_SORTS)[number]

/** From this share of a grant never used on, the over-scoped view shows it, unless `unusedMin` says another. */
export const OVER_SCOPED_UNUSED_SHARE = DEFAULT_THRESHOLDS.maxUnusedShare

/** A grant that still lets an actor act, or will again when it is resumed. */
export const STANDING_GRANT_STATUSES = ['active', 'suspended'] as const satisfies readonly GrantStatus[]
export const ENDED_GRANT_STATUSES = ['denied', 'expired', 'revoked'] as const satisfies readonly GrantStatus[]

/** A grant's status at `now`, whatever its row still says: past its end it is expired. */
export function effectiveGrantStatus(grant: { status: GrantStatus; expiresAt: Date | null }, now: Date): GrantStatus {
  const isOpen = grant.status === 'pending' || grant.status === 'active' || grant.status === 'suspended'
  return isOpen && grant.expiresAt !== null && grant.expiresAt <= now ? 'expired' : grant.status
}

const STATUSES = ['draft', 'pending', 'active', 'suspended', 'denied', 'expired', 'revoked'] as const
const id = z.string().max(60).optional().catch(undefined)
const share = z.coerce.number().min(0).max(100).optional().catch(undefined)
const list = (value: unknown) => (typeof value === 'string' && value ? value.split(',') : undefined)

/** What the URL of the list of grants says. What cannot be read counts as not said, so that an old link still opens.
 *  Ids are public; `unusedMin` is per cent; `sort` begins with `-` when the largest come first. */
export const grantFilter = z.object({
  view: z.enum(GRANT_VIEWS).catch('active'),
  status: z.preprocess(list, z.array(z.enum(STATUSES)).optional().catch(undefined)),
  origin: z.enum(['managed', 'observed']).optional().catch(undefined),
  source: z.string().max(60).optional().catch(undefined),
  system: id,
  identity: id,
  principal: id,
  actor: id,
  owner: id,
  permissions: z.literal('unknown').optional().catch(undefined),
  breadthMin: share,
  breadthMax: share,
  unusedMin: share,
  q: searchedText,
  sort: z
    .string()
    .regex(new RegExp(`^-?(${GRANT_SORTS.join('|')})$`))
    .catch('-breadth'),
})
export type GrantFilter = z.output<typeof grantFilter>

export const grantListInput = grantFilter.extend(addressedPage.shape)
export type GrantListInput = z.output<typeof grantListInput>
