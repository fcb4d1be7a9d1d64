import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'
import { Sparkline } from '../charts/sparkline'
import { classList } from './class-list'

/** A figure of the Overview: what, how much, how it changed. `good` says that the change is for the better. */
export type Figure = {
  label: string
  href: string
  value: ReactNode
  unit?: string
  change?: { direction?: 'up' | 'down'; text: ReactNode; good?: boolean }
  history?: number[]
}

function Change({ direction, text, good }: NonNullable<Figure['change']>) {
  const Arrow = direction === 'up' ? ArrowUp : ArrowDown
  return (
    <span
      className={classList(
        'flex items-center gap-0.75 text-12 tabular-nums md:whitespace-nowrap',
        good ? 'text-good-fg' : 'text-fg-3',
      )}
    >
      {direction ? <Arrow aria-hidden="true" strokeWidth={1.75} className="size-3 shrink-0" /> : null}
      {text}
    </span>
  )
}

function Tile({ figure }: { figure: Figure }) {
  return (
    <Link
      href={figure.href}
      className={classList(
        'group/tile relative grid grid-rows-[16px_32px_minmax(16px,auto)] gap-y-0.5 border-line py-3 hover:text-inherit',
        'md:border-l md:pl-4 md:first:border-l-0 md:first:pl-0',
        'print:col-auto! print:border-t-0! print:not-first:border-l print:not-first:pl-4!',
        'max-md:border-t max-md:nth-[-n+2]:border-t-0 max-md:odd:pr-4 max-md:even:border-l max-md:even:pl-4 max-md:last:odd:col-span-full',
      )}
    >
      <span className="text-12 whitespace-nowrap text-fg-2 group-hover/tile:text-accent-fg">{figure.label}</span>
      <span className="flex items-baseline gap-0.75">
        <span className="text-26 font-figure tracking-[-0.025em] tabular-nums">{figure.value}</span>
        {figure.unit ? <span className="text-14 text-fg-3">{figure.unit}</span> : null}
      </span>
      {figure.change ? <Change {...figure.change} /> : null}
      {figure.history ? (
        <span className="absolute top-8 right-4 print:hidden group-last/tile:right-0 max-md:right-3 max-[420px]:hidden">
          <Sparkline values={figure.history} />
        </span>
      ) : null}
    </Link>
  )
}

const COLUMNS = [
  '',
  'md:grid-cols-1',
  'md:grid-cols-2',
  'md:grid-cols-3',
  'md:grid-cols-4',
  'md:grid-cols-5',
  'md:grid-cols-6',
]

/** The line of figures at the top of a page, each a link to its rows; on the phone two a line. */
export function Tiles({ figures }: { figures: Figure[] }) {
  return (
    <div
      className={classList(
        'page-inset grid grid-cols-2 border-b border-line print:grid-cols-5',
        COLUMNS[Math.min(figures.length, 6)],
      )}
    >
      {figures.map((figure) => (
        <Tile key={figure.label} figure={figure} />
      ))}
    </div>
  )
}
