import { z } from 'zod'
import { type FindingStatus, LIVES } from '@/lib/domain/life'
import { PAGE_ROWS, pageRequest, searchedText } from '@/lib/domain/page'

/** How bad a finding is, worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

export const FINDING_STATUSES = Object.keys(LIVES.finding) as FindingStatus[]
/** The views of the list of findings: one for each status, and all of them. */
export const FINDING_VIEWS = ['open', 'acknowledged', 'accepted', 'snoozed', 'resolved', 'all'] as const
export type FindingView = (typeof FINDING_VIEWS)[number]

export const FINDING_SORTS = ['severity', 'opened', 'title'] as const
export type FindingSort = (typeof FINDING_SORTS)[number]

/** What comes from an address is forgiven: a value that is not understood is as if it were not there. */
const optional = <T extends z.ZodType>(type: T) => type.optional().catch(undefined)
const split = (text: unknown) => (typeof text === 'string' ? text.split(',').map((word) => word.trim()) : text)

const severities: readonly string[] = SEVERITIES
const statuses: readonly string[] = FINDING_STATUSES
const severityList = z
  .array(z.string())
  .transform((list) => list.filter((word): word is Severity => severities.includes(word)))
const statusList = z
  .array(z.string())
  .transform((list) => list.filter((word): word is FindingStatus => statuses.includes(word)))

/** The filters of the list of findings as its address carries them. Ids are public; `subject` is the id of a session,
 *  grant, identity or system. `sort` begins with `-` when the largest, worst or latest come first. */
export const findingFilter = z.object({
  view: optional(z.enum(FINDING_VIEWS)),
  status: optional(
    z.preprocess(
      split,
      statusList.refine((list) => list.length > 0),
    ),
  ),
  severity: optional(
    z.preprocess(
      split,
      severityList.refine((list) => list.length > 0),
    ),
  ),
  detector: optional(z.preprocess(split, z.array(z.string().min(1).max(80)).min(1))),
  system: optional(z.string().startsWith('sys_').max(64)),
  owner: optional(z.union([z.literal('none'), z.string().startsWith('idn_').max(64)])),
  subject: optional(z.string().regex(/^(ses|grt|idn|sys)_[a-z0-9]{10,60}$/)),
  q: searchedText,
  sort: z
    .string()
    .regex(new RegExp(`^-?(${FINDING_SORTS.join('|')})$`))
    .catch('-severity'),
})
export type FindingFilter = z.output<typeof findingFilter>

export const findingListRequest = findingFilter.extend({
  after: optional(pageRequest.shape.after),
  before: optional(pageRequest.shape.before),
  limit: pageRequest.shape.limit.catch(PAGE_ROWS),
})
export type FindingListRequest = z.output<typeof findingListRequest>

/** The view that holds: the one asked for; without one the open ones, or all when a status is asked for. */
export function findingView(filter: FindingFilter): FindingView {
  return filter.view ?? (filter.status ? 'all' : 'open')
}
