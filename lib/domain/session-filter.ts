import { z } from 'zod'
import { LIVE_STATUSES } from '@/lib/domain/delegated-session'
import { LIVES, type SessionStatus } from '@/lib/domain/life'
import { PAGE_ROWS, pageRequest, searchedText } from '@/lib/domain/page'

/** The saved views of the list; every view but `ended` and `all` is a part of the live ones. */
export const SESSION_VIEWS = [
  'live',
  'over-limit',
  'unowned',
  'unused',
  'ends-today',
  'observed',
  'ended',
  'all',
] as const
export type SessionView = (typeof SESSION_VIEWS)[number]

/** What the list can be sorted by. `issued` is the order of ids, which is the order of issue. */
export const SESSION_SORTS = ['breadth', 'unused', 'lifetime', 'ends', 'lastUsed', 'issued'] as const
export type SessionSort = (typeof SESSION_SORTS)[number]

/** Live and used last, or issued, longer ago than this: the `unused` view. */
export const UNUSED_AFTER_DAYS = 7

export const SESSION_STATUSES = Object.keys(LIVES.session) as SessionStatus[]
const isStatus = (word: string): word is SessionStatus => (SESSION_STATUSES as string[]).includes(word)

/** The parts of the ring on the Overview; every live session is in exactly one, the gravest that fits it. */
export const SESSION_HEALTH = ['over-limit', 'unknown', 'unused', 'ending', 'in-bounds'] as const
export type SessionHealth = (typeof SESSION_HEALTH)[number]

/** What a source did not tell of a session: when it ends, how it was issued, what it was used for. */
export const SESSION_UNKNOWNS = ['end', 'issuance', 'use'] as const
export type SessionUnknown = (typeof SESSION_UNKNOWNS)[number]

/** What comes from an address is forgiven: a value that is not understood is as if it were not there. */
const optional = <T extends z.ZodType>(type: T) => type.optional().catch(undefined)
const split = (text: unknown) => (typeof text === 'string' ? text.split(',').map((word) => word.trim()) : text)
const number = (min: number, max: number) => optional(z.coerce.number().min(min).max(max))
const publicId = (prefix: string) => z.string().startsWith(`${prefix}_`).max(64)
const seconds = z.coerce.number().min(0)

const statusList = z
  .array(z.string())
  .transform((list) => list.filter(isStatus))
  .refine((list) => list.length > 0)

/** The filters of the list of delegated sessions as its address carries them. Ids are public ids; lifetimes are seconds
 *  at issue, `lifetimeMin=never` keeps those without an end; `unusedMin` is per cent of weight. */
export const sessionFilter = z.object({
  view: optional(z.enum(SESSION_VIEWS)),
  status: optional(z.preprocess(split, statusList)),
  origin: optional(z.enum(['managed', 'observed'])),
  source: optional(z.string().min(1).max(80)),
  system: optional(publicId('sys')),
  grant: optional(publicId('grt')),
  identity: optional(publicId('idn')),
  owner: optional(z.union([z.literal('none'), publicId('idn')])),
  revocation: optional(publicId('rcp')),
  tier: optional(z.coerce.number().int().min(1).max(3)),
  breadth: optional(z.literal('unknown')),
  unknown: optional(z.enum(SESSION_UNKNOWNS)),
  health: optional(z.preprocess(split, z.array(z.enum(SESSION_HEALTH)).min(1))),
  breadthMin: number(0, 100),
  breadthMax: number(0, 100),
  lifetimeMin: optional(z.union([z.literal('never'), seconds])),
  lifetimeMax: optional(seconds),
  unusedMin: number(0, 100),
  q: searchedText,
})
export type SessionFilter = z.output<typeof sessionFilter>

/** Everything the address of the list says: filters, order and page. `sort` begins with `-` when the largest come first;
 *  `dir`, where given, says the same in words. */
export const sessionListRequest = sessionFilter.extend({
  sort: z
    .string()
    .regex(new RegExp(`^-?(${SESSION_SORTS.join('|')})$`))
    .catch('-breadth'),
  dir: optional(z.enum(['asc', 'desc'])),
  after: optional(pageRequest.shape.after),
  before: optional(pageRequest.shape.before),
  limit: pageRequest.shape.limit.catch(PAGE_ROWS),
})
export type SessionListRequest = z.output<typeof sessionListRequest>

/** The view that holds: the one asked for; without one the live ones, or all when an ended status or what
 *  an order ended is asked for. */
export function effectiveView(filter: SessionFilter): SessionView {
  if (filter.view) return filter.view
  if (filter.revocation) return 'all'
  const live: readonly string[] = LIVE_STATUSES
  return filter.status?.some((status) => !live.includes(status)) ? 'all' : 'live'
}

/** Whether a view shows live sessions only. */
export function isLiveView(view: SessionView): boolean {
  return view !== 'ended' && view !== 'all'
}

/** The order that holds. */
export function sessionOrder({ sort, dir }: Pick<SessionListRequest, 'sort' | 'dir'>) {
  const key = SESSION_SORTS.find((name) => sort.endsWith(name)) ?? 'breadth'
  return { key, descending: dir ? dir === 'desc' : sort.startsWith('-') }
}
