import type { StatusWord } from '../../ui/status'

/**
 * A thing in a delegation chain. `column` counts from the left: principal 0, grant 1, actor 2, child actors 3, systems 4.
 * `state`: `me` is whom the page is about, `dead` no longer works, `late` may still, `refused` was never reached.
 */
export type ChainNode = {
  id: string
  column: number
  kind: string
  name: string
  /** At most two lines of 26 characters. */
  lines?: string[]
  /** The line the phone shows under the name, `Grant, 14 permissions, until 30 Jun`; the lines joined when left out. */
  phoneLine?: string
  href?: string
  state?: 'me' | 'dead' | 'late' | 'refused'
  status?: { word: StatusWord; text: string }
}

/**
 * What passes from one to the next. The band is as wide as its breadth, its ink core as what of it was used. `of` is what
 * the giver had. `cut` is dead and fades; `refused` is dashed and stops, with `when` and `why`.
 */
export type ChainLink = {
  from: string
  to: string
  breadth: number | null
  of?: number
  used?: number | null
  state?: 'cut' | 'late' | 'refused'
  when?: string
  why?: string
}

/** A chain: headings of the columns, what stands in them, and what passes between. */
export type Chain = { headings: string[]; nodes: ChainNode[]; links: ChainLink[] }
