import { z } from 'zod'
import { SEVERITIES } from '@/lib/domain/finding-filter'
import { IDENTITY_KINDS } from '@/lib/domain/identity'
import { LIVES } from '@/lib/domain/life'
import { reasonInput } from '@/lib/domain/reason'

/** A moment as it leaves: ISO 8601 in UTC. */
export const moment = z
  .date()
  .transform((at) => at.toISOString())
  .pipe(z.iso.datetime())

/** The statuses of a noun, as words. */
export function statusOf<N extends keyof typeof LIVES>(noun: N) {
  return z.enum(Object.keys(LIVES[noun]) as [Extract<keyof (typeof LIVES)[N], string>])
}

export const named = z.object({ id: z.string(), name: z.string() })
export const namedIdentity = named.extend({ kind: z.enum(IDENTITY_KINDS) })
export const owner = named.extend({ hasLeft: z.boolean() })
export const findingCounts = z.partialRecord(z.enum(SEVERITIES), z.number().int())
/** Whoever answers, as a filter; a word that is neither must not count as none given. */
export const ownerFilter = z
  .string()
  .regex(/^(none|idn_.{1,60})$/, 'must be none or an id, idn_…')
  .optional()
  .describe('Only those this identity answers for, idn_…, or none.')
export const tier = z.literal([1, 2, 3])
export const reason = reasonInput.describe('Why; it is kept in the audit log.')

/** What every list takes beside its filters. */
export const paging = {
  after: z.string().max(400).optional().describe('The cursor `next` of the page before.'),
  before: z.string().max(400).optional().describe('The cursor `previous` of the page after.'),
  limit: z.number().int().min(1).max(200).default(50).describe('So many rows at most.'),
}

/** One page of a list by keyset. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({
    items: z.array(row),
    next: z.string().nullable().describe('Give it as `after` for what follows; null where nothing does.'),
    previous: z.string().nullable().describe('Give it as `before` for what comes before.'),
  })
}

/** A page of ours as one that leaves. */
export function toItems<T>(page: { rows: T[]; next: string | null; previous: string | null }) {
  return { items: page.rows, next: page.next, previous: page.previous }
}

/** What a list can be sorted by; `-` in front: the largest, latest or worst first. */
export function sortBy<const K extends string>(keys: readonly K[], usual: K | `-${K}`) {
  const words = keys.flatMap((key): (K | `-${K}`)[] => [key, `-${key}`])
  return z
    .enum(words as [K | `-${K}`])
    .default(usual as never)
    .describe('`-` in front: the largest or latest first.')
}

/** Filters as the address of a page carries them, for queries that read them so: lists become words with commas. */
export function toAddress(input: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries.map(([key, value]) => [key, Array.isArray(value) ? value.join(',') : value]))
}
