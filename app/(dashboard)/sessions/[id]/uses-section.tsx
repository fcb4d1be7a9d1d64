import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import { Segmented } from '@/components/ui/segmented'
import { formatNumber, plural } from '@/lib/format'
import type { SessionDetail } from '@/lib/queries/get-session'
import type { SessionUses } from '@/lib/queries/list-session-uses'
import { hrefWith } from '../search-params'
import { UsesTable } from './uses-table'

type Query = Record<string, string | undefined>
type Props = { session: SessionDetail; uses: SessionUses; query: Query; now: Date }

const FEW = 20

function noteOf({ granted, used, lines }: SessionUses): string {
  if (granted === null) return lines.length > 0 ? `${plural(used, 'permission')} used` : ''
  return `${formatNumber(used)} of ${plural(granted, 'permission')} used`
}

function Levels({ session, uses, query }: Omit<Props, 'now'>) {
  const path = `/sessions/${session.id}`
  return (
    <p className="page-inset flex flex-wrap gap-x-4 pt-0.5 text-12 text-fg-3 tabular-nums">
      {uses.byLevel.map(({ level, granted, used }) => {
        const isOn = query.level === level
        const href = hrefWith(path, query, { level: isOn ? null : level, afterPermission: null })
        return (
          <Link
            key={level}
            href={href}
            scroll={false}
            aria-current={isOn ? 'true' : undefined}
            className="leading-6 aria-[current]:text-fg aria-[current]:underline"
          >
            {level} <b>{formatNumber(granted)}</b>
            {uses.granted === null ? '' : `, ${formatNumber(used)} used`}
          </Link>
        )
      })}
    </p>
  )
}

function UseSwitch({ session, query }: Pick<Props, 'session' | 'query'>) {
  const href = (use: string | null) => hrefWith(`/sessions/${session.id}`, query, { use, afterPermission: null })
  return (
    <Segmented
      label="Which permissions"
      size="sm"
      value={query.use ?? 'all'}
      segments={[
        { value: 'all', label: 'All', href: href(null) },
        { value: 'used', label: 'Used', href: href('used') },
        { value: 'never', label: 'Never used', href: href('never') },
        { value: 'refused', label: 'Refused', href: href('refused') },
      ]}
    />
  )
}

/** What it was granted against what it used: counts by level first, then 50 permissions at a time. */
export function UsesSection({ session, uses, query, now }: Props) {
  const { next, lines, matching, granted } = uses
  const isLong = (granted ?? 0) > FEW || query.use !== undefined || query.level !== undefined
  const first = query.afterPermission ? hrefWith(`/sessions/${session.id}`, query, { afterPermission: null }) : null
  return (
    <section aria-labelledby="uses" className="border-b border-line pt-4 pb-3">
      <div className="page-inset">
        <SectionHead
          id="uses"
          title="Granted and used"
          note={noteOf(uses)}
          end={isLong ? <UseSwitch session={session} query={query} /> : null}
        />
        {session.whyUnknown ? (
          <p className="mt-1 text-fg-2">
            <b>Permissions unknown:</b> {session.whyUnknown}.{' '}
            {lines.length > 0 ? 'This is what was used.' : 'No use was reported either.'}
          </p>
        ) : null}
      </div>
      {isLong ? <Levels session={session} uses={uses} query={query} /> : null}
      {lines.length > 0 ? <UsesTable uses={uses} now={now} /> : <NoLines session={session} query={query} />}
      <p className="page-inset flex gap-4 pt-1.5 empty:hidden [&_a]:text-accent-fg">
        {first ? (
          <Link href={first} scroll={false}>
            From the first
          </Link>
        ) : null}
        {next ? (
          <Link href={hrefWith(`/sessions/${session.id}`, query, { afterPermission: next })} scroll={false}>
            The next of {formatNumber(matching)}
          </Link>
        ) : null}
      </p>
    </section>
  )
}

function NoLines({ session, query }: Pick<Props, 'session' | 'query'>) {
  if (query.use || query.level) {
    return (
      <p className="page-inset pt-2 text-fg-2">
        No permission matches.{' '}
        <Link href={`/sessions/${session.id}`} scroll={false} className="text-accent-fg">
          Show all
        </Link>
      </p>
    )
  }
  return session.whyUnknown ? null : <p className="page-inset pt-2 text-fg-2">It was granted nothing.</p>
}
