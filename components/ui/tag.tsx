import type { ReactNode } from 'react'
import { classList } from './class-list'

/** An outlined fact (`managed`, `tier 1`). `red` only for a limit passed. */
export function Tag({ children, red = false }: { children: ReactNode; red?: boolean }) {
  return (
    <span
      className={classList(
        'inline-flex h-4.5 items-center gap-1 rounded-sm border px-1.25 text-12 leading-4 whitespace-nowrap',
        red ? 'border-danger-line bg-danger-tint text-danger-fg' : 'border-line-strong bg-surface text-fg-2',
      )}
    >
      {children}
    </span>
  )
}
