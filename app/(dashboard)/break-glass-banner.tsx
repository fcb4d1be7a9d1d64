import { Siren } from 'lucide-react'
import { Countdown } from '@/components/ui/countdown'
import { Link } from '@/components/ui/link'
import type { LiveBreakGlass } from '@/lib/domain/break-glass'
import { plural } from '@/lib/format'

type Props = { live: { count: number; shown: LiveBreakGlass[] }; now: Date; at: 'top' | 'bottom' }

/** On the phone it stands at the foot: the head belongs to the menu there. */
const PLACES = { top: 'flex max-md:hidden', bottom: 'sticky bottom-0 z-4 hidden max-md:flex' } as const

/** Red on every page for as long as a glass is broken. */
export function BreakGlassBanner({ live: { count, shown }, now, at }: Props) {
  const [first] = shown
  if (!first) return null
  return (
    <aside
      aria-label="Emergency access"
      className={`${PLACES[at]} flex-wrap items-center gap-x-3 gap-y-0.5 bg-danger px-4 py-1.5 text-on-danger md:px-6 print:hidden`}
    >
      <Siren className="size-3.5" strokeWidth={1.75} aria-hidden />
      <b>Glass broken</b>
      <Link href={`/grants/${first.grantId}`} className="min-w-0 underline">
        {first.actor.name} on {first.systems.join(', ')}, {first.ticket}
      </Link>
      <span>
        ends in <Countdown until={first.expiresAt} now={now} />
      </span>
      {count > 1 ? (
        <Link href="/reviews?state=open" className="underline">
          and {plural(count - 1, 'other')}
        </Link>
      ) : null}
    </aside>
  )
}
