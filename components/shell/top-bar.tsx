import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import { Link } from '@/components/ui/link'
import type { Moment } from '@/lib/format'
import { Clock } from './clock'

/** The way back: where an object was come from. */
export type Crumb = { href: string; label: string }

function Breadcrumb({ crumbs, title }: { crumbs: Crumb[]; title: string }) {
  const back = crumbs.at(-1)
  return (
    <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-1.5 max-md:text-16 max-md:font-semibold">
      {back ? (
        <Link
          href={back.href}
          aria-label={`Back to ${back.label}`}
          className="grid size-6 place-items-center md:hidden"
        >
          <ChevronLeft aria-hidden="true" strokeWidth={1.75} className="size-4.5" />
        </Link>
      ) : null}
      {crumbs.map((crumb) => (
        <Fragment key={crumb.href}>
          <Link href={crumb.href} className="max-md:hidden">
            {crumb.label}
          </Link>
          <ChevronRight aria-hidden="true" strokeWidth={1.75} className="size-3 shrink-0 max-md:hidden" />
        </Fragment>
      ))}
      <span aria-current="page" className="truncate font-medium text-fg">
        {title}
      </span>
    </nav>
  )
}

const TITLE = 'truncate text-14 tracking-[-0.005em] text-fg max-md:text-16 max-md:tracking-[-0.01em]'
const BAR =
  'sticky top-0 z-5 flex h-12 items-center gap-2 border-b border-line bg-surface text-fg-3 max-md:pr-14 max-md:pl-13 md:h-11 md:px-6 print:hidden'

/**
 * The bar of a page. Lists and Overview have their title here (it is the `h1`); an object's page gives `crumbs` and has
 * its `h1` in its head. `end` is what stands right, before the clock; `phoneEnd` what of it the phone keeps.
 */
export function TopBar(props: { title: string; crumbs?: Crumb[]; end?: ReactNode; phoneEnd?: ReactNode; now: Moment }) {
  const { title, crumbs = [], end, phoneEnd, now } = props
  return (
    <header className={BAR}>
      {crumbs.length > 0 ? <Breadcrumb crumbs={crumbs} title={title} /> : <h1 className={TITLE}>{title}</h1>}
      {phoneEnd ? <div className="ml-auto md:hidden">{phoneEnd}</div> : null}
      <div className="ml-auto flex items-center gap-3 text-12 whitespace-nowrap max-md:hidden">
        {end}
        <span className="border-l border-line pl-3 text-fg-2">
          <Clock now={now} />
        </span>
      </div>
    </header>
  )
}
