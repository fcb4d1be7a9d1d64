import type { ReactNode } from 'react'
import { SectionHead } from '@/components/ui/section-head'

type Props = { id: string; title: string; note?: ReactNode; none: string; children: ReactNode[] }

/** A part of the page: its rows, or in one sentence what would stand there. */
export function OwnList({ id, title, note, none, children }: Props) {
  return (
    <section aria-labelledby={id} className="page-inset border-b border-line pt-4 pb-4">
      <SectionHead id={id} title={title} note={note} />
      {children.length > 0 ? <ul className="mt-1.5">{children}</ul> : <p className="mt-1.5 text-fg-2">{none}</p>}
    </section>
  )
}

/** One row: what it is, what is said of it, and what can be done. */
export function OwnRow(props: { title: ReactNode; note: ReactNode; facts: ReactNode; deed?: ReactNode }) {
  const { title, note, facts, deed } = props
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 border-b border-line py-2 last:border-b-0 md:grid-cols-[minmax(0,3fr)_minmax(0,5fr)_88px]">
      <div className="min-w-0">
        <div className="truncate">{title}</div>
        <div className="truncate text-12 text-fg-3">{note}</div>
      </div>
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-fg-2 max-md:order-3 max-md:col-span-2">
        {facts}
      </div>
      <div className="text-right">{deed}</div>
    </li>
  )
}
