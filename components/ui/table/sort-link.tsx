'use client'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { usePathname, useSearchParams } from 'next/navigation'
import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'

/** How a list is ordered: the column's key, and which end comes first. In the URL `sort=breadth` or `sort=-breadth`. */
export type Sort = { key: string; descending: boolean }

/** The head of a sortable column: a link that orders by it, or turns the order round. Paging starts again. */
export function SortLink(props: { sortKey: string; sort?: Sort; descendingFirst?: boolean; children: ReactNode }) {
  const { sortKey, sort, descendingFirst = false, children } = props
  const pathname = usePathname()
  const params = new URLSearchParams(useSearchParams())
  const current = sort?.key === sortKey ? sort : undefined
  const descending = current ? !current.descending : descendingFirst
  params.set('sort', `${descending ? '-' : ''}${sortKey}`)
  params.delete('after')
  params.delete('before')
  const Arrow = current?.descending ? ArrowDown : ArrowUp
  return (
    <Link href={`${pathname}?${params}`} scroll={false} className="inline-flex items-center gap-1 py-1 hover:text-fg">
      {children}
      {current ? <Arrow aria-hidden="true" strokeWidth={1.75} className="size-3" /> : null}
    </Link>
  )
}
