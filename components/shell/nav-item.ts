import type { ReactNode } from 'react'

/** A page of the product: where, what it is called, its icon (14 px), and how many things wait there. What is counted up to
 *  `most` only is more than that where `count` is greater. */
export type NavItem = {
  href: string
  label: string
  icon: ReactNode
  count?: number
  most?: number
  waiting?: boolean
}
/** Pages that belong together; a space parts them from the next group. */
export type NavGroup = NavItem[]
