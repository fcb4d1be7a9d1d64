import { BreadthLifetimeMap } from '@/components/charts/map/breadth-lifetime-map'
import { MapLegend } from '@/components/charts/map/map-caption'
import type { MapPoint } from '@/components/charts/map/map-data'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import { plural } from '@/lib/format'
import type { ExposureMap, ExposurePoint } from '@/lib/queries/list-exposure-points'

const AREA = '/sessions?breadthMin={low}&breadthMax={high}&lifetimeMin={from}&lifetimeMax={to}'

function toMapPoint({ from, ...point }: ExposurePoint): MapPoint {
  const href = `/sessions/${point.id}`
  if (!from) return { ...point, href }
  const seconds = (lifetime: number | null) => lifetime ?? Number.POSITIVE_INFINITY
  const area = { from: seconds(from.shortest), to: seconds(from.longest), low: from.narrowest, high: from.broadest }
  return { ...point, href, area }
}

/** The sessions that are live and have no place on the map, with the way to their rows. */
function NotOnTheMap({ unknownBreadth, unknownEnd }: Pick<ExposureMap, 'unknownBreadth' | 'unknownEnd'>) {
  if (unknownBreadth + unknownEnd === 0) return null
  return (
    <p className="mt-2 pl-7.5 text-12 text-fg-3 max-md:pl-6 [&_a]:text-accent-fg">
      Not on the map:{' '}
      {unknownBreadth > 0 ? (
        <Link href="/sessions?breadth=unknown">{plural(unknownBreadth, 'session')} of unknown breadth</Link>
      ) : null}
      {unknownBreadth > 0 && unknownEnd > 0 ? ', ' : ''}
      {unknownEnd > 0 ? (
        <Link href="/sessions?health=unknown">{plural(unknownEnd, 'session')} whose end is unknown</Link>
      ) : null}
    </p>
  )
}

/** The map of every live session, and what cannot stand on it. */
export function ExposureSection({ map }: { map: ExposureMap }) {
  const { limits, points, unknownBreadth, unknownEnd } = map
  const live = points.length + unknownBreadth + unknownEnd
  return (
    <section aria-labelledby="map" className="min-w-0 pt-4 pr-4 pb-3 pl-6 max-md:p-4">
      <SectionHead
        id="map"
        title="Breadth × lifetime"
        note={
          <span className="max-md:hidden">
            {points.some((point) => point.count > 1)
              ? 'One dot, the live sessions of nearly the same breadth and lifetime. Large dots are over the limit of their system'
              : 'One dot, one live session. Large dots are over the limit of their system'}
          </span>
        }
        end={<MapLegend />}
      />
      {live === 0 ? (
        <EmptyState
          title="No delegated session is live"
          action={<ButtonLink href="/connections">Connect a source</ButtonLink>}
        >
          Every live one stands here as a dot: how far it reaches, and for how long it was issued.
        </EmptyState>
      ) : (
        <BreadthLifetimeMap points={points.map(toMapPoint)} limits={limits} areaTemplate={AREA} />
      )}
      <NotOnTheMap unknownBreadth={unknownBreadth} unknownEnd={unknownEnd} />
    </section>
  )
}
