import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import { formatNumber, plural } from '@/lib/format'
import type { Unknowns } from '@/lib/queries/get-risk-report'

const session = (what: string) => ({ one: `live session ${what}`, many: `live sessions ${what}` })

const LINES: { key: keyof Unknowns; one: string; many: string; href: string }[] = [
  { key: 'breadth', ...session('whose breadth is unknown'), href: '/sessions?breadth=unknown' },
  { key: 'expiry', ...session('whose end is unknown'), href: '/sessions?unknown=end' },
  { key: 'issuance', ...session('whose issuance was not seen'), href: '/sessions?unknown=issuance' },
  {
    key: 'unusedNotReported',
    ...session('whose unused share is not reported'),
    href: '/sessions?unknown=use',
  },
  {
    key: 'grantsWithoutPermissions',
    one: 'active grant whose permissions are unknown',
    many: 'active grants whose permissions are unknown',
    href: '/grants?permissions=unknown',
  },
]

/** What the figures leave out, because no source told it. */
export function UnknownsSection({ unknowns, live }: { unknowns: Unknowns; live: number }) {
  const told = LINES.filter(({ key }) => unknowns[key] > 0)
  return (
    <section aria-labelledby="unknowns" className="py-3.5 pr-6 pl-5 max-md:p-4 print:break-inside-avoid">
      <SectionHead id="unknowns" title="What is unknown" note={`of ${plural(live, 'live session')}`} />
      {told.length === 0 ? (
        <p className="mt-1 text-12 text-fg-3">Everything the figures need was reported.</p>
      ) : (
        <>
          <ul className="mt-1">
            {told.map(({ key, one, many, href }) => (
              <li key={key} className="border-t border-line py-1.5 first:border-t-0">
                <Link href={href}>
                  <b className="tabular-nums">{formatNumber(unknowns[key])}</b> {unknowns[key] === 1 ? one : many}
                </Link>
              </li>
            ))}
          </ul>
          <p className="mt-1.5 text-12 text-fg-3">
            They count as unknown, never as none: the true figures can be higher.
          </p>
        </>
      )}
    </section>
  )
}
