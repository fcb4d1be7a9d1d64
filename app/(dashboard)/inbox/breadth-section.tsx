'use client'
import { SectionHead } from '@/components/ui/section-head'
import { formatDuration, percentFigure } from '@/lib/format'
import { useOffer } from './offer-context'

type Scale = {
  label: string
  breadth: number | null
  today: number
  limit: number | null
  ttl: number | null
  note?: string
}

function wordsOf({ breadth, limit, note }: Scale) {
  if (breadth === null || limit === null) return note ?? ''
  const over = breadth > limit ? `${breadth - limit} over the limit` : 'within the limit'
  return note ? `${note}, ${over}` : over
}

function Bar({ scale }: { scale: Scale }) {
  const { label, breadth, today, limit, ttl } = scale
  const isOver = breadth !== null && limit !== null && breadth > limit
  const [used, granted] = [Math.min(today, breadth ?? 0), breadth ?? 0]
  return (
    <div className="mt-2.5">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="w-18 text-fg-2">{label}</span>
        <b className={`w-6 text-14 tabular-nums ${isOver ? 'text-danger-fg' : ''}`}>{breadth ?? '?'}</b>
        <span className={`text-12 max-md:w-full ${isOver ? 'text-danger-fg' : 'text-fg-3'}`}>{wordsOf(scale)}</span>
      </p>
      <div aria-hidden="true" className="relative mt-1.25 mb-5 h-2 rounded-[1px] bg-surface-strong">
        <i className="absolute inset-y-0 left-0 rounded-[1px] bg-unused" style={{ width: `${granted}%` }} />
        <i className="absolute inset-y-0 left-0 rounded-[1px] bg-used" style={{ width: `${used}%` }} />
        {limit === null ? null : (
          <>
            <i
              className={`absolute -inset-y-0.75 w-0.5 ${isOver ? 'bg-limit' : 'bg-fg-3'}`}
              style={{ left: `calc(${limit}% - 1px)` }}
            />
            <span
              className="absolute top-2.5 -translate-x-1/2 text-11 whitespace-nowrap text-fg-3"
              style={{ left: `${Math.min(88, Math.max(12, limit))}%` }}
            >
              limit {limit} at {formatDuration(ttl)}
            </span>
          </>
        )}
      </div>
    </div>
  )
}

/** How broad it is as asked and as offered, against what the actor has, what the principal holds, and the limit. */
export function BreadthSection() {
  const { item, figures, isTouched, draft } = useOffer()
  const { measure, terms, principal } = item
  if (!measure) return null
  const { asked, today, limit, share, principal: held } = measure
  const ttl = terms?.ttlSeconds ?? null
  const holds = held === null ? `What ${principal?.name} holds is not known` : `${principal?.name} holds ${held}`
  const note = share.share === null ? undefined : `${percentFigure(share.share)} % of the principal`
  const scale = { label: 'As asked', breadth: asked, today, limit, ttl, note }
  const offered = {
    label: 'Your offer',
    breadth: figures.breadth,
    today,
    limit: figures.limit,
    ttl: draft.ttlSeconds ?? ttl,
  }
  return (
    <section aria-labelledby="breadth" className="border-b border-line px-4 pt-3.5 pb-1 md:px-6">
      <SectionHead id="breadth" title="Breadth" note={`${holds}. It has ${today} today`} />
      <Bar scale={scale} />
      {isTouched ? <Bar scale={offered} /> : null}
    </section>
  )
}
