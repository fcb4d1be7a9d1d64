import { ArrowRight } from 'lucide-react'
import { Link } from '@/components/ui/link'

/** Something that got better: from what to what, and why. */
export type Improvement = { label: string; href?: string; before: string; after: string; why?: string }

/** *What got better*: before, arrow, after in green. */
export function BetterList({ improvements }: { improvements: Improvement[] }) {
  return (
    <ul className="mt-1">
      {improvements.map(({ label, href, before, after, why }) => (
        <li key={label} className="grid grid-cols-[minmax(0,1fr)_auto] border-t border-line py-1 first:border-t-0">
          {href ? <Link href={href}>{label}</Link> : <span>{label}</span>}
          <span className="inline-flex items-center gap-1 text-fg-3 tabular-nums">
            {before}
            <ArrowRight aria-label="to" strokeWidth={1.75} className="size-3" />
            <b className="text-good-fg">{after}</b>
          </span>
          {why ? <span className="col-span-full text-12 text-fg-3">{why}</span> : null}
        </li>
      ))}
    </ul>
  )
}
