import { z } from 'zod'
import { ENVIRONMENTS, type Environment, type SystemKind } from '@/lib/domain/identity'
import type { Tier } from '@/lib/domain/limits'
import { addressedPage, searchedText } from '@/lib/domain/page'
import type { Severity } from '@/lib/domain/session-row'

export const SYSTEM_VIEWS = ['all', 'tier-1', 'over-limit', 'unowned', 'idle'] as const
export type SystemView = (typeof SYSTEM_VIEWS)[number]

export const SYSTEM_SORTS = ['overLimit', 'sessions', 'name', 'tier', 'breadth', 'unused', 'life', 'unowned'] as const
export type SystemSort = (typeof SYSTEM_SORTS)[number]

const list = (value: unknown) => (typeof value === 'string' && value ? value.split(',') : undefined)

/** What the URL of the list of systems says. What cannot be read counts as not said. */
export const systemFilter = z.object({
  view: z.enum(SYSTEM_VIEWS).catch('all'),
  tier: z.preprocess(list, z.array(z.coerce.number().int().min(1).max(3)).optional().catch(undefined)),
  environment: z.preprocess(list, z.array(z.enum(ENVIRONMENTS)).optional().catch(undefined)),
  q: searchedText,
  sort: z
    .string()
    .regex(new RegExp(`^-?(${SYSTEM_SORTS.join('|')})$`))
    .catch('-overLimit'),
})
export type SystemFilter = z.output<typeof systemFilter>

export const systemListInput = systemFilter.extend(addressedPage.shape)
export type SystemListInput = z.output<typeof systemListInput>

/** One system as lists show it: who it is, and what is live on it. Breadths are of live sessions whose breadth is known;
 *  `revocationSeconds` is the median from order to confirmation, null when none was measured; `canRevoke` says whether
 *  anything can end a session on it before it expires. */
export type SystemRow = {
  id: string
  name: string
  kind: SystemKind
  tier: Tier
  environment: Environment
  owner: { id: string; name: string; hasLeft: boolean } | null
  sessions: number
  overLimit: number
  breadthP10: number | null
  breadthMedian: number | null
  breadthP95: number | null
  unusedShare: number | null
  medianLifetimeSeconds: number | null
  unowned: number
  revocationSeconds: number | null
  canRevoke: boolean
  findings: Partial<Record<Severity, number>>
}
