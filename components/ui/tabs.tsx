import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'
import { formatNumber } from '@/lib/format'
import { classList } from './class-list'

/** A view of a list: a link with its count of rows. A count that is not known is left out, never shown as 0. */
export type Tab = { href: string; label: string; count?: number; current?: boolean }

/** Views as tabs with counts and an ink underline. `end` is what stands right of them. `label` names the set. */
export function Tabs({
  label,
  tabs,
  end,
  inset = true,
}: {
  label: string
  tabs: Tab[]
  end?: ReactNode
  inset?: boolean
}) {
  return (
    <nav
      aria-label={label}
      className={classList(
        'flex h-10 items-center gap-1 overflow-x-auto border-b border-line no-scrollbar',
        inset && 'page-inset max-md:pr-0',
      )}
    >
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.current ? 'page' : undefined}
          className={classList(
            'flex h-10 shrink-0 items-center gap-1.5 border-b-2 px-2 whitespace-nowrap first:-ml-2',
            tab.current ? 'border-fg font-medium text-fg' : 'border-transparent text-fg-2 hover:text-fg',
          )}
        >
          {tab.label}
          {tab.count === undefined ? null : (
            <span className="text-12 font-normal tabular-nums text-fg-3">{formatNumber(tab.count)}</span>
          )}
        </Link>
      ))}
      {end ? <span className="ml-auto shrink-0">{end}</span> : null}
    </nav>
  )
}
