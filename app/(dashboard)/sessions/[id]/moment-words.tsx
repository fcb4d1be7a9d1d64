import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'
import { ExactTime } from '@/components/ui/relative-time'
import type { TimelineEvent } from '@/components/ui/timeline'
import { formatDuration, plural } from '@/lib/format'
import type { SessionMoment } from '@/lib/queries/list-session-timeline'

type Words = Pick<TimelineEvent, 'title' | 'detail' | 'mark'>
type Of<W extends SessionMoment['what']> = Extract<SessionMoment, { what: W }>

function issued({ at, until, expiryKnown, issuanceSeen, grant }: Of<'issued'>): Words {
  const lifetime = until ? formatDuration((until.getTime() - at.getTime()) / 1000) : null
  const length = lifetime ? ` for ${lifetime}` : expiryKnown ? ' without an end' : ''
  const detail = grant ? `grant ${grant}` : undefined
  if (!issuanceSeen) return { title: 'First seen', detail: 'its issuance was not seen' }
  return { title: `Issued${length}`, detail }
}

function child({ id, name, breadth, until }: Of<'child'>): Words {
  const detail: ReactNode = (
    <>
      <Link href={`/sessions/${id}`}>{name}</Link>, {breadth === null ? 'breadth unknown' : `breadth ${breadth}`}
      {until ? (
        <>
          , until <ExactTime at={until} format="stamp" />
        </>
      ) : null}
    </>
  )
  return { title: 'Child minted', detail }
}

const RECORDED: Record<string, string> = {
  'session.locked': 'Locked',
  'session.unlocked': 'Unlocked',
  'session.completed': 'Completed',
  'session.expired': 'Expired',
  'session.used': 'Used',
}

/** What the timeline says of one moment. */
export function momentWords(moment: SessionMoment): Words {
  switch (moment.what) {
    case 'issued':
      return issued(moment)
    case 'child':
      return child(moment)
    case 'denied':
      return {
        title: `${plural(moment.count, 'use')} refused`,
        detail: 'in that minute, by the system',
        mark: 'refused',
      }
    case 'late':
      return { title: 'Used after the order', detail: `${plural(moment.count, 'use')} accepted`, mark: 'late' }
    case 'refused':
      return {
        title: 'Refused',
        detail: [moment.system, moment.message ?? moment.code].filter(Boolean).join(': '),
        mark: 'refused',
      }
    case 'finding':
      return {
        title: 'Finding opened',
        detail: <Link href={`/findings?finding=${moment.id}`}>{moment.title}</Link>,
        mark: 'finding',
      }
    case 'ordered':
      return { title: 'Revocation ordered', detail: moment.reason, mark: 'order' }
    case 'confirmed':
      return { title: `${moment.name} confirmed the end`, detail: `after ${formatDuration(moment.seconds)}` }
    case 'expired':
      return { title: 'Expired', detail: 'at the end it was issued with' }
    case 'recorded':
      return { title: RECORDED[moment.action] ?? moment.action, detail: moment.reason }
  }
}
