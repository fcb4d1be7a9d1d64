import { z } from 'zod'

/** The lists that can be found again, by their pages. */
export const SAVED_LISTS = ['/sessions', '/grants', '/findings', '/identities', '/systems', '/audit'] as const
export type SavedList = (typeof SAVED_LISTS)[number]

/** A list as somebody wants to find it again. `query` is what stands behind `?` in its address; `mayDelete` says whether the
 *  reader may. */
export type SavedView = {
  id: string
  list: SavedList
  name: string
  query: string
  isShared: boolean
  author: string
  isOwn: boolean
  mayDelete: boolean
}

export const isSavedList = (path: string): path is SavedList => (SAVED_LISTS as readonly string[]).includes(path)

/** Where somebody has got to in a list is no part of how they want to see it. */
const PLACES = ['after', 'before', 'finding']

/** What an address says of how a list is shown, in one order however it came about. Empty where it says nothing. */
export function viewQuery(search: string): string {
  const params = new URLSearchParams(search)
  const pairs = [...new Map(params)].filter(([key, value]) => value !== '' && !PLACES.includes(key))
  return new URLSearchParams(pairs.sort(([a], [b]) => (a < b ? -1 : 1))).toString()
}

export const savedViewInput = z.object({
  list: z.enum(SAVED_LISTS),
  name: z.string().trim().min(1, 'Give the view a name.').max(60, 'A name has 60 characters at most.'),
  query: z
    .string()
    .max(4000, 'These are too many filters for one view.')
    .transform(viewQuery)
    .pipe(
      z
        .string()
        .min(1, 'This is the list as it is anyway: filter or sort it first.')
        .max(2000, 'These are too many filters for one view.'),
    ),
  isShared: z.boolean().default(false),
})
