import { z } from 'zod'
import { isStorable } from '@/lib/domain/is-storable'

/** One page of a list by keyset: `next`/`previous` are opaque cursors, null where there is no more that way. */
export type Page<T> = { rows: T[]; next: string | null; previous: string | null }

/** Rows of a page unless more are asked for: more than a screen shows, and half the weight of a hundred. */
export const PAGE_ROWS = 50

/** What every list takes: which way to go from which cursor, and how many rows (1–200). */
export const pageRequest = z.object({
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(PAGE_ROWS),
})
/** The same as the address of a list carries it: what cannot be read counts as not said. */
export const addressedPage = z.object({
  after: pageRequest.shape.after.catch(undefined),
  before: pageRequest.shape.before.catch(undefined),
  limit: pageRequest.shape.limit.catch(PAGE_ROWS),
})
export type PageRequest = z.output<typeof pageRequest>

/** What a list is searched for, as its address carries it; what Postgres cannot compare with counts as not said. */
export const searchedText = z.string().trim().min(1).max(200).refine(isStorable).optional().catch(undefined)

const cursorShape = z.tuple([z.union([z.string(), z.number(), z.null()]), z.uuid()])
export type Cursor = z.output<typeof cursorShape>

/** A cursor is the sort value and id of a row, as base64url JSON. */
export function encodeCursor(cursor: Cursor): string {
  return btoa(encodeURIComponent(JSON.stringify(cursor)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** Reads a cursor; null for one that is not ours, so that a mangled link opens the first page rather than an error. */
export function decodeCursor(text: string | undefined): Cursor | null {
  if (!text) return null
  try {
    const json = decodeURIComponent(atob(text.replaceAll('-', '+').replaceAll('_', '/')))
    return cursorShape.parse(JSON.parse(json))
  } catch {
    return null
  }
}

/** Rows at a time of what is taken away as a file. A page that is sorted anew for each few rows takes as long as there are
 *  pages; a few thousand are little to keep. */
export const EXPORT_ROWS = 2000
