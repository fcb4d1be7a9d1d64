import { z } from 'zod'
import { IDENTITY_KINDS, type IdentityKind } from '@/lib/domain/identity'
import type { IdentityStatus } from '@/lib/domain/life'
import { addressedPage, searchedText } from '@/lib/domain/page'
import type { Severity } from '@/lib/domain/session-row'

export const IDENTITY_VIEWS = ['all', 'non-human', 'unowned', 'departed', 'third-party'] as const
export type IdentityView = (typeof IDENTITY_VIEWS)[number]

export const IDENTITY_SORTS = ['name', 'breadth', 'actsFor', 'actedFor', 'lastSeen', 'firstSeen'] as const
export type IdentitySort = (typeof IDENTITY_SORTS)[number]

/** Who answers for an identity that must have an owner: a person or team who is here, one who left, nobody. */
export const OWNERSHIPS = ['person', 'team', 'left', 'none'] as const
export type OwnershipPart = (typeof OWNERSHIPS)[number]

const list = (value: unknown) => (typeof value === 'string' && value ? value.split(',') : undefined)

/** What the URL of the list of identities says. What cannot be read counts as not said. `owner` is a public id or
 *  `none`; `sort` begins with `-` when the largest come first. */
export const identityFilter = z.object({
  view: z.enum(IDENTITY_VIEWS).catch('all'),
  kind: z.preprocess(list, z.array(z.enum(IDENTITY_KINDS)).optional().catch(undefined)),
  status: z.preprocess(
    list,
    z
      .array(z.enum(['active', 'suspended', 'departed']))
      .optional()
      .catch(undefined),
  ),
  owner: z.string().max(60).optional().catch(undefined),
  ownership: z.enum(OWNERSHIPS).optional().catch(undefined),
  breadthMin: z.coerce.number().min(0).max(100).optional().catch(undefined),
  q: searchedText,
  sort: z
    .string()
    .regex(new RegExp(`^-?(${IDENTITY_SORTS.join('|')})$`))
    .catch('-breadth'),
})
export type IdentityFilter = z.output<typeof identityFilter>

export const identityListInput = identityFilter.extend(addressedPage.shape)
export type IdentityListInput = z.output<typeof identityListInput>

/** One identity as lists show it. `actsFor` and `actedFor` count standing grants in which it is actor and principal;
 *  `breadth` is the broadest of those it acts under, null where none is known. */
export type IdentityRow = {
  id: string
  name: string
  kind: IdentityKind
  status: IdentityStatus
  email: string | null
  isThirdParty: boolean
  needsOwner: boolean
  owner: { id: string; name: string; hasLeft: boolean } | null
  actsFor: number
  actedFor: number
  liveSessions: number
  breadth: number | null
  lastSeenAt: Date | null
  findings: Partial<Record<Severity, number>>
}
