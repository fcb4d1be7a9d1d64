import { LifetimeCell } from '@/components/session/session-cells'
import { Bar } from '@/components/ui/breadth-bar'
import { type Fact, FactStrip } from '@/components/ui/fact-strip'
import { Link } from '@/components/ui/link'
import { formatDuration, formatPercent, plural } from '@/lib/format'
import type { SessionDetail } from '@/lib/queries/get-session'
import { BreadthFormula } from './breadth-formula'

function lifetimeFact(session: SessionDetail): Fact {
  const { lifetimeSeconds, expiryKnown, breadth, lifetimeLimitSeconds: limit } = session
  const value = <LifetimeCell row={session} />
  if (limit === null) return { label: 'Lifetime', value, note: 'no limit without a breadth' }
  const isOver = lifetimeSeconds === null ? expiryKnown : lifetimeSeconds > limit
  const words =
    limit === 0 ? `not allowed at breadth ${breadth}` : `limit ${formatDuration(limit)} at breadth ${breadth}`
  return { label: 'Lifetime', value, note: words, over: isOver }
}

function breadthFact(session: SessionDetail): Fact {
  const { breadth, breadthLimit: limit, usedBreadth: used } = session
  const label = 'Breadth'
  if (breadth === null)
    return { label, value: 'unknown', note: `Permissions unknown${used === null ? '' : `, used ${used}`}` }
  const words = [limit === null ? null : `limit ${limit}`, used === null ? 'used not reported' : `used ${used}`]
  const value = (
    <>
      {breadth}
      <Bar breadth={breadth} used={used} limit={limit} className="w-20" />
      <BreadthFormula />
    </>
  )
  return { label, value, note: words.filter(Boolean).join(', '), over: limit !== null && breadth > limit }
}

/** How much of what it came from it holds, by weight; left out where that is not known. */
function shareFact({ shareOfParent, shareOfGrant, unusedShare }: SessionDetail): Fact[] {
  const share = shareOfParent ?? shareOfGrant
  if (share === null) return []
  const label = shareOfParent === null ? 'Of its grant' : 'Of its parent'
  const used = unusedShare === null ? '' : `; used ${formatPercent(Math.max(0, 1 - unusedShare))} of it`
  return [{ label, value: formatPercent(share), note: `by weight${used}` }]
}

function systemsFact({ systems }: SessionDetail): Fact {
  const [first, ...rest] = systems
  const value =
    first && rest.length === 0 ? (
      <Link href={`/systems/${first.id}`} className="proportional-nums">
        {first.name}
      </Link>
    ) : (
      systems.length
    )
  const tiers = `tier ${Math.min(...systems.map((system) => system.tier))}`
  return { label: 'System', value, note: rest.length > 0 ? systems.map((system) => system.name).join(', ') : tiers }
}

function depthFact(session: SessionDetail, refused: number): Fact {
  const { depth, maxChainDepth: most, children } = session
  const value = most === null ? depth : `${depth} of ${most}`
  const note = `${plural(children, 'child', 'children')}${refused > 0 ? `, ${plural(refused, 'path')} refused` : ''}`
  return { label: 'Depth', value, note, over: most !== null && depth > most }
}

function boundFact({ ticket, purpose }: SessionDetail): Fact {
  if (ticket) return { label: 'Bound to', value: <span className="truncate">{ticket}</span>, note: purpose ?? 'ticket' }
  return {
    label: 'Purpose',
    value: <span className="truncate">{purpose ?? 'none given'}</span>,
    note: 'bound to no ticket',
  }
}

/** The bounds of the session, each with the limit it is held against. */
export function SessionFacts({ session, refused }: { session: SessionDetail; refused: number }) {
  const facts = [
    lifetimeFact(session),
    breadthFact(session),
    ...shareFact(session),
    systemsFact(session),
    depthFact(session, refused),
    boundFact(session),
  ]
  return <FactStrip facts={facts} />
}
