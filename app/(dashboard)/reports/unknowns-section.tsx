import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import { formatNumber, plural } from '@/lib/format'
import type { Unknowns } from '@/lib/queries/get-risk-report'

const LINES: { key: keyof Unknowns; label: string; href: string }[] = [
  { key: 'breadth', label: 'live sessions whose breadth is unknown', href: '/sessions?breadth=unknown' },
  { key: 'expiry', label: 'live sessions whose end is unknown', href: '/sessions?health=unknown' },
  { key: 'issuance', label: 'live sessions whose issuance was not seen', href: '/sessions?view=observed' },
  {
    key: 'unusedNotReported',
    label: 'live sessions whose unused share is not reported',
    href: '/sessions?sort=unused',
  },
  {
    key: 'grantsWithoutPermissions',
    label: 'active grants whose permissions are unknown',
    href: '/grants?view=observed',
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
            {told.map(({ key, label, href }) => (
              <li key={key} className="border-t border-line py-1.5 first:border-t-0">
                <Link href={href}>
                  <b className="tabular-nums">{formatNumber(unknowns[key])}</b> {label}
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
