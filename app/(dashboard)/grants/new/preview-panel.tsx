import type { ReactNode } from 'react'
import { Bar } from '@/components/ui/breadth-bar'
import { classList } from '@/components/ui/class-list'
import { ErrorStrip } from '@/components/ui/error-strip'
import { Link } from '@/components/ui/link'
import { ExactTime } from '@/components/ui/relative-time'
import { Status } from '@/components/ui/status'
import type { Overlap, RequestPreview } from '@/lib/domain/request-preview'
import { formatPercent, plural } from '@/lib/format'
import { PreviewDelta } from './preview-delta'
import { PreviewVerdictWords } from './preview-verdict'

type Breadth = NonNullable<RequestPreview['breadth']>

/** One thing the preview tells. */
export function Told({ title, end, children }: { title: string; end?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-b border-line px-4 py-3.5 md:px-5">
      <div className="flex items-baseline gap-2">
        <h3 className="text-13">{title}</h3>
        {end ? <span className="ml-auto text-12 text-fg-3">{end}</span> : null}
      </div>
      <div className="mt-1.5">{children}</div>
    </section>
  )
}

function BreadthTold({ breadth }: { breadth: Breadth }) {
  const { score, limit, tier, before, count } = breadth
  const isOver = score > limit
  return (
    <Told title="Breadth" end={plural(count, 'permission')}>
      <div className="flex items-baseline gap-2">
        <span className={classList('text-26 font-figure tracking-[-0.025em] tabular-nums', isOver && 'text-danger-fg')}>
          {score}
        </span>
        <span className={isOver ? 'text-danger-fg' : 'text-fg-2'}>
          {isOver ? `${score - limit} over the limit` : 'within the limit'}
        </span>
        {before === null ? null : <span className="ml-auto text-fg-3">is {before} now</span>}
      </div>
      <Bar breadth={score} used={before} limit={limit} className="mt-1.5 w-full" />
      <p className="mt-1.5 text-12 text-fg-3">
        {limit === 0
          ? `nothing may live so long on tier ${tier}`
          : `limit ${limit} for so long a session on tier ${tier}`}
      </p>
    </Told>
  )
}

function RightsTold({ rights, name }: { rights: NonNullable<RequestPreview['rights']>; name: string }) {
  if (rights.share === null)
    return <p className="mt-1.5 text-12 text-fg-3">What {name} may do is not known, so that no share can be told.</p>
  return (
    <p className="mt-1.5 text-12 text-fg-2">
      <b>{formatPercent(rights.share)}</b> of what {name} may do
      {rights.outside > 0 ? (
        <span className="text-high-fg">
          , and {plural(rights.outside, 'permission')} that {name} lacks
        </span>
      ) : null}
    </p>
  )
}

function OverlapTold({ overlap }: { overlap: Overlap }) {
  const { id, name, status, expiresAt, shared, count } = overlap
  const isAll = shared === count
  return (
    <div className="not-first:mt-2">
      <div className="flex items-baseline gap-2">
        <Link href={`/grants/${id}`} className="min-w-0 truncate font-medium">
          {name}
        </Link>
        <Status word={status} />
      </div>
      <p className="text-12 text-fg-2">
        has {isAll ? 'all' : `${shared} of the ${count}`} asked for,{' '}
        {expiresAt ? (
          <>
            until <ExactTime at={expiresAt} format="date" />
          </>
        ) : (
          'without an end'
        )}
      </p>
      {status === 'pending' ? null : (
        <p className="mt-0.5 flex gap-3 text-12 [&_a]:text-accent-fg [&_a:hover]:underline">
          {expiresAt ? <Link href={`/grants/new?extend=${id}`}>Extend it instead</Link> : null}
          {isAll ? null : <Link href={`/grants/new?widen=${id}`}>Widen it instead</Link>}
        </p>
      )}
    </div>
  )
}

function Guardrail({ guardrail }: { guardrail: NonNullable<RequestPreview['guardrail']> }) {
  return (
    <Told title="Guardrails">
      <p className={guardrail.isAllowed ? 'text-fg-2' : 'text-danger-fg'}>{guardrail.message}</p>
    </Told>
  )
}

type Props = {
  preview: RequestPreview | null
  isStale: boolean
  problem: string | null
  principal: string
  isNarrowing: boolean
}

/** What the form would come to, while it is filled in. */
export function PreviewPanel({ preview, isStale, problem, principal, isNarrowing }: Props) {
  if (!preview && !problem) return <p className="px-4 py-4 text-fg-3 md:px-5">Working out what this comes to.</p>
  const { breadth, delta, rights, overlaps = [], verdict, consent, guardrail, problems = [] } = preview ?? {}
  return (
    <div aria-live="polite" className={classList(isStale && 'text-fg-3')}>
      {[...problems, ...(problem ? [problem] : [])].map((words) => (
        <div key={words} className="px-4 pt-3 md:px-5">
          <ErrorStrip title={words} />
        </div>
      ))}
      {breadth ? (
        <BreadthTold breadth={breadth} />
      ) : (
        <p className="border-b border-line px-4 py-4 text-fg-2 md:px-5">
          What it comes to stands here as soon as it says what may be done where: how broad it is, what of it is new,
          and who will be asked.
        </p>
      )}
      {delta ? (
        <Told title={isNarrowing ? 'What stays' : 'What is new'} end={plural(delta.lines.length, 'permission')}>
          <PreviewDelta delta={delta} />
          {rights ? <RightsTold rights={rights} name={principal} /> : null}
        </Told>
      ) : null}
      {overlaps.length > 0 ? (
        <Told title="There already">
          {overlaps.map((overlap) => (
            <OverlapTold key={overlap.id} overlap={overlap} />
          ))}
        </Told>
      ) : null}
      {guardrail ? <Guardrail guardrail={guardrail} /> : null}
      {verdict ? <PreviewVerdictWords verdict={verdict} consent={consent ?? null} /> : null}
    </div>
  )
}
