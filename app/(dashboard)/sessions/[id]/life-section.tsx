import type { ReactNode } from 'react'
import { LifeStrip } from '@/components/charts/life-strip'
import { Countdown } from '@/components/ui/countdown'
import { ExactTime } from '@/components/ui/relative-time'
import { LIVE_STATUSES } from '@/lib/domain/delegated-session'
import { formatDuration, formatNumber, plural } from '@/lib/format'
import type { Receipt } from '@/lib/queries/find-revocation-receipt'
import type { SessionDetail } from '@/lib/queries/get-session'
import type { SessionLife } from '@/lib/queries/get-session-life'

const COUNTED_SECONDS = 2 * 86_400

const secondsTo = (until: Date, now: Date) => (until.getTime() - now.getTime()) / 1000

function When({ at, now }: { at: Date; now: Date }) {
  const isToday = Math.abs(secondsTo(at, now)) < 86_400
  return <ExactTime at={at} format={isToday ? 'clock' : 'moment'} />
}

function Figure({ children }: { children: ReactNode }) {
  return <p className="my-0.5 -ml-0.5 text-40 font-figure tracking-[-0.03em]">{children}</p>
}

function hopWords({ hops, usesSince }: Receipt): string {
  const closed = hops.filter((hop) => hop.status === 'confirmed').length
  const deaf = hops.filter((hop) => hop.status === 'impossible').map((hop) => hop.name)
  const why = deaf.length > 0 ? ` ${deaf.join(' and ')} has no way to end it: it works until it expires.` : ''
  const since = usesSince > 0 ? ` ${plural(usesSince, 'use')} since the order.` : ''
  return `${closed} of ${plural(hops.length, 'hop is', 'hops are')} closed.${why}${since}`
}

type Props = { session: SessionDetail; receipt: Receipt | null; now: Date }

function Live({ session, receipt, now }: Props) {
  const { status, expiresAt, expiryKnown } = session
  const isRevoking = status === 'revoking'
  const tone = isRevoking ? 'font-medium text-status-revoking-fg' : 'font-medium text-fg-2'
  if (!expiresAt) {
    return (
      <>
        <p className={tone}>{isRevoking ? 'May still work' : 'Ends'}</p>
        <Figure>{expiryKnown ? 'never' : 'unknown'}</Figure>
        <p className="text-12 text-fg-3">
          {expiryKnown ? 'It has no end of its own.' : 'Nobody reported when it ends.'}{' '}
          {receipt ? hopWords(receipt) : ''}
        </p>
      </>
    )
  }
  const isNear = secondsTo(expiresAt, now) < COUNTED_SECONDS
  return (
    <>
      <p className={tone}>
        {isRevoking ? 'May still work until' : 'Ends'} <When at={expiresAt} now={now} />
      </p>
      {isNear ? (
        <Countdown until={expiresAt} now={now} large />
      ) : (
        <Figure>{formatDuration(secondsTo(expiresAt, now))}</Figure>
      )}
      <p className="text-12 text-fg-3">
        {receipt ? (
          hopWords(receipt)
        ) : status === 'locked' ? (
          <LockWords session={session} now={now} />
        ) : (
          'It ends by itself then.'
        )}
      </p>
    </>
  )
}

function LockWords({ session, now }: Pick<Props, 'session' | 'now'>) {
  if (!session.lockedUntil) return <>Locked until somebody unlocks it.</>
  return (
    <>
      Locked until <When at={session.lockedUntil} now={now} />, then it goes on.
    </>
  )
}

const ENDINGS: Record<string, string> = { revoked: 'Revoked', expired: 'Expired', completed: 'Completed' }
const ENDED_BY: Record<string, string> = {
  client: 'its client, which needed it no longer',
  revocation: 'a revocation',
  expiry: 'the end it was issued with',
  idle: 'lying idle for as long as its grant allows',
}

function Ended({ session, now }: Pick<Props, 'session' | 'now'>) {
  const end = session.endedAt ?? session.expiresAt
  return (
    <>
      <p className="font-medium text-fg-2">
        {ENDINGS[session.status] ?? session.status} {end ? <When at={end} now={now} /> : 'at an unknown time'}
      </p>
      <Figure>{end ? formatDuration(secondsTo(end, session.issuedAt)) : 'unknown'}</Figure>
      <p className="text-12 text-fg-3">
        {session.endedBy
          ? `Lived so long; ended by ${ENDED_BY[session.endedBy] ?? session.endedBy}.`
          : 'Lived so long.'}
      </p>
    </>
  )
}

/** How much of the life is left, and the uses over it. */
export function LifeSection({ session, life, receipt, now }: Props & { life: SessionLife }) {
  const isLive = (LIVE_STATUSES as readonly string[]).includes(session.status)
  const per = life.bucketSeconds === 60 ? 'minute' : formatDuration(life.bucketSeconds)
  const refused = session.deniedCount > 0 ? `, ${formatNumber(session.deniedCount)} refused` : ''
  return (
    <section
      aria-label="Life"
      className="page-inset grid gap-8 pt-1 pb-3 max-md:gap-3 md:grid-cols-[272px_minmax(0,1fr)]"
    >
      <div>
        {isLive ? <Live session={session} receipt={receipt} now={now} /> : <Ended session={session} now={now} />}
      </div>
      <div className="min-w-0">
        <p className="flex justify-between text-12 text-fg-3 tabular-nums">
          <span>Uses per {per}</span>
          <span>
            {plural(session.allowedCount, 'use')}
            {refused}
          </span>
        </p>
        <LifeStrip
          life={{
            ...life,
            now,
            orderedAt: receipt?.requestedAt,
            mayStillWork: session.status === 'revoking',
          }}
        />
      </div>
    </section>
  )
}
