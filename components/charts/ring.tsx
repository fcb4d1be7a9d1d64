'use client'
import { Cell, Pie, PieChart } from 'recharts'
import { Link } from '@/components/ui/link'
import { formatNumber } from '@/lib/format'

/** One part of a whole, at most five: its name, number, rows and colour (a token's name: `c6`, `unused-fg`, `danger`). */
export type RingPart = { label: string; value: number; href?: string; colour: string }

const SIZE = 112

const NOTHING: RingPart[] = [{ label: 'none', value: 1, colour: 'surface-strong' }]

function Drawing({ parts }: { parts: RingPart[] }) {
  const some = parts.filter((part) => part.value > 0)
  const drawn = some.length > 0 ? some : NOTHING
  return (
    <PieChart width={SIZE} height={SIZE} accessibilityLayer={false}>
      <Pie
        data={drawn}
        dataKey="value"
        innerRadius={38.5}
        outerRadius={49.5}
        startAngle={90}
        endAngle={-270}
        paddingAngle={drawn.length > 1 ? 2.6 : 0}
        stroke="none"
        isAnimationActive={false}
        rootTabIndex={-1}
      >
        {drawn.map((part) => (
          <Cell key={part.label} fill={`var(--${part.colour})`} />
        ))}
      </Pie>
    </PieChart>
  )
}

function Part({ part: { label, value, href, colour } }: { part: RingPart }) {
  return (
    <li className="flex items-center gap-1.5 text-12 leading-6 text-fg-2">
      <i aria-hidden="true" className="size-2 shrink-0 rounded-[1px]" style={{ background: `var(--${colour})` }} />
      {href ? <Link href={href}>{label}</Link> : label}
      <b className="ml-auto text-13 text-fg tabular-nums">{formatNumber(value)}</b>
    </li>
  )
}

/** Parts of a whole that is named in the middle, every part listed with its number. `middle` and `caption` name the whole. */
export function Ring(props: { label: string; middle: string; caption: string; parts: RingPart[] }) {
  const { label, middle, caption, parts } = props
  return (
    <div className="mt-2 grid grid-cols-[112px_minmax(0,1fr)] items-center gap-4 max-md:gap-5">
      <div role="img" aria-label={label} className="relative" style={{ width: SIZE, height: SIZE }}>
        <Drawing parts={parts} />
        <span aria-hidden="true" className="absolute inset-0 flex flex-col items-center justify-center">
          <span className="text-20 leading-5.5 font-figure tracking-[-0.02em] tabular-nums">{middle}</span>
          <span className="text-11 leading-3.5 text-fg-3">{caption}</span>
        </span>
      </div>
      <ul>
        {parts.map((part) => (
          <Part key={part.label} part={part} />
        ))}
      </ul>
    </div>
  )
}
