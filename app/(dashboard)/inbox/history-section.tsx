import { Link } from '@/components/ui/link'
import { ExactTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import type { InboxItem, PastSession, SimilarGrant } from '@/lib/domain/inbox'
import { formatDuration, plural } from '@/lib/format'

const [WIDTH, HEIGHT] = [260, 44]

function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}

/** How long each session was used, the oldest left, against how long this one may be. */
function Runs({ sessions, asks }: { sessions: PastSession[]; asks: number | null }) {
  const bars = sessions.toReversed().map(({ id, neededSeconds }) => ({ id, seconds: neededSeconds ?? 0 }))
  const most = Math.max(1, asks ?? 0, ...bars.map(({ seconds }) => seconds))
  const step = WIDTH / Math.max(bars.length, 6)
  const heightOf = (seconds: number) => Math.max(1, (seconds / most) * (HEIGHT - 2))
  const words = `Used for so long, oldest first: ${bars.map(({ seconds }) => formatDuration(seconds)).join(', ')}`
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words}
      className="mt-1.5 h-11 w-full"
    >
      {bars.map(({ id, seconds }, index) => {
        const height = heightOf(seconds)
        const place = { x: index * step, y: HEIGHT - height, width: step * 0.75, height }
        return <rect key={id} {...place} className="fill-used" />
      })}
      <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} className="stroke-line-strong" vectorEffect="non-scaling-stroke" />
    </svg>
  )
}

function Used({ sessions, asks }: { sessions: PastSession[]; asks: number | null }) {
  const middle = median(sessions.flatMap(({ neededSeconds }) => neededSeconds ?? []))
  if (middle === null) return <p className="mt-1 text-fg-2">None of the last {sessions.length} was used.</p>
  return (
    <p className="mt-1 text-fg-2">
      Used for {formatDuration(middle)} in the middle{asks === null ? '' : `, and asks for ${formatDuration(asks)}`}.
    </p>
  )
}

function Similar({ similar }: { similar: SimilarGrant }) {
  const { id, name, status, used, granted, sessions, expiresAt } = similar
  return (
    <p className="mt-1.5 text-12 text-fg-3">
      Last such grant{' '}
      <Link href={`/grants/${id}`} className="text-accent-fg underline">
        {name}
      </Link>
      , {status}
      {expiresAt ? (
        <>
          {' '}
          {status === 'active' ? 'until' : 'on'} <ExactTime at={expiresAt} format="date" />
        </>
      ) : (
        ''
      )}
      : used{' '}
      <b className="text-fg-2">
        {used} of {granted}
      </b>{' '}
      permissions in {plural(sessions, 'session')}.
    </p>
  )
}

/** How long it was needed before, what these two had and what was said to it, so that what is asked can be held against it. */
export function HistorySection({ item }: { item: InboxItem }) {
  const { kind, history, terms, grant, actor, similar } = item
  if (!history || !actor || !grant) return null
  const { sessions, more, live, approved, denied } = history
  const asks = terms?.ttlSeconds ?? null
  const all = kind === 'session' ? `/sessions?view=all&grant=${grant.id}` : `/sessions?view=all&identity=${actor.id}`
  const where = kind === 'session' ? 'under this grant' : 'of these two'
  const count = more ? `more than ${sessions.length} sessions` : plural(sessions.length, 'session')
  return (
    <section aria-labelledby="history" className="px-4 pt-3.5 pb-4 md:px-5">
      <SectionHead id="history" title="Minutes it needed" end={<Link href={all}>{count}</Link>} />
      {sessions.length === 0 ? (
        <p className="mt-1 text-fg-2">There was no session {where} yet: nothing to hold this against.</p>
      ) : (
        <>
          <Used sessions={sessions} asks={asks} />
          <Runs sessions={sessions} asks={asks} />
          <p className="flex justify-between text-11 text-fg-3">
            <span>{sessions.length} ago</span>
            <span>last</span>
          </p>
        </>
      )}
      <p className="mt-1.5 text-12 text-fg-3">
        {live > 0 ? <b className="text-fg-2">{plural(live, 'session')} live now</b> : 'No session live now'}; asked
        before: {approved} approved, {denied} denied.
      </p>
      {similar ? <Similar similar={similar} /> : null}
    </section>
  )
}
