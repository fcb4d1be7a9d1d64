import { Until } from '@/components/session/until'
import { classList } from '@/components/ui/class-list'
import { Link } from '@/components/ui/link'
import { ExactTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { StatusGlyph } from '@/components/ui/status-glyph'
import type { DeliveryStatus } from '@/lib/domain/life'
import { formatDuration, plural } from '@/lib/format'
import type { Receipt, ReceiptHop } from '@/lib/queries/find-revocation-receipt'
import type { SessionDetail } from '@/lib/queries/get-session'

const CHANNELS: Record<ReceiptHop['channel'], string> = {
  record: 'refuses it from now on',
  push: 'told by push',
  pull: 'asks on each call',
  policy: 'told by a policy',
  none: 'no channel',
}

const WORDS: Partial<Record<DeliveryStatus, string>> = {
  pending: 'not told yet',
  sent: 'told, not confirmed',
  failed: 'could not be told, tried again',
  impossible: 'cannot be told: trusts the token itself',
  expired: 'ran out by itself',
}

function secondsOf({ sentAt, confirmedAt }: ReceiptHop, requestedAt: Date): number | null {
  return confirmedAt
    ? (confirmedAt.getTime() - (sentAt ? Math.min(requestedAt.getTime(), sentAt.getTime()) : requestedAt.getTime())) /
        1000
    : null
}

function InEffect({
  hop,
  requestedAt,
  slowest,
  now,
}: {
  hop: ReceiptHop
  requestedAt: Date
  slowest: number
  now: Date
}) {
  const seconds = secondsOf(hop, requestedAt)
  const isOpen = seconds === null && hop.status !== 'expired'
  const width = seconds === null ? 100 : slowest > 0 ? Math.max(4, (100 * seconds) / slowest) : 100
  return (
    <>
      <b className={isOpen ? 'text-high-fg' : undefined}>
        {seconds !== null ? (
          formatDuration(seconds)
        ) : hop.mayWorkUntil ? (
          <>
            by <Until at={hop.mayWorkUntil} now={now} />
          </>
        ) : (
          'no end known'
        )}
      </b>
      <span aria-hidden="true" className="relative mt-0.75 block h-1 rounded-[1px] bg-surface-strong">
        <i
          className={classList('absolute inset-y-0 left-0 rounded-[1px]', isOpen ? 'bg-high' : 'bg-good')}
          style={{ width: `${width}%` }}
        />
      </span>
    </>
  )
}

function Hop({ hop, receipt, slowest, now }: { hop: ReceiptHop; receipt: Receipt; slowest: number; now: Date }) {
  const isConfirmed = hop.status === 'confirmed'
  const cell = 'h-10.25 border-b border-line pl-2 text-right text-12 tabular-nums group-last/hop:border-transparent'
  return (
    <tr className="group/hop">
      <td className="h-10.25 border-b border-line group-last/hop:border-transparent">
        <span className="flex items-start gap-2">
          <StatusGlyph
            word={isConfirmed ? 'confirmed' : hop.status === 'expired' ? 'expired' : 'revoking'}
            className={classList('mt-1', isConfirmed ? 'text-status-resolved' : 'text-status-revoking')}
          />
          <span className="leading-4.25">
            <b className="block">{hop.name}</b>
            <span className="block text-12 text-fg-3">
              {isConfirmed ? CHANNELS[hop.channel] : (WORDS[hop.status] ?? hop.status)}
            </span>
          </span>
        </span>
      </td>
      <td className={classList(cell, 'text-fg-2')}>
        {hop.sentAt ? <ExactTime at={hop.sentAt} format="clock" /> : <span className="text-fg-3">not sent</span>}
      </td>
      <td className={classList(cell, 'text-fg-2')}>
        {hop.confirmedAt ? (
          <ExactTime at={hop.confirmedAt} format="clock" />
        ) : (
          <span className="text-high-fg">open</span>
        )}
      </td>
      <td className={cell}>
        <InEffect hop={hop} requestedAt={receipt.requestedAt} slowest={slowest} now={now} />
      </td>
    </tr>
  )
}

function Head() {
  const head = 'h-8 border-b border-line-strong text-12 font-normal text-fg-3'
  return (
    <thead>
      <tr>
        <th className={classList(head, 'text-left')}>Hop</th>
        <th className={classList(head, 'w-18 text-right')}>Sent</th>
        <th className={classList(head, 'w-20 text-right')}>Confirmed</th>
        <th className={classList(head, 'w-21 text-right')}>In effect</th>
      </tr>
    </thead>
  )
}

/** The receipt: who had to obey, when each was told and obeyed, and what may still work until when. */
export function ReceiptSection({ receipt, session, now }: { receipt: Receipt; session: SessionDetail; now: Date }) {
  const slowest = Math.max(0, ...receipt.hops.map((hop) => secondsOf(hop, receipt.requestedAt) ?? 0))
  const { others } = receipt
  return (
    <section
      id="receipt"
      aria-labelledby="receipt-head"
      className="border-b border-line py-4 page-inset max-md:order-first md:pl-5"
    >
      <SectionHead
        id="receipt-head"
        title="Revocation receipt"
        end={<span className="code">{receipt.id.slice(0, 14)}…</span>}
      />
      <p className="text-12 text-fg-3">
        Requested <ExactTime at={receipt.requestedAt} format="moment" /> by {receipt.requestedBy}
      </p>
      <p className="mt-1 text-fg-2">{receipt.reason}</p>
      <table aria-labelledby="receipt-head" className="mt-0.5 w-full border-separate border-spacing-0">
        <Head />
        <tbody>
          {receipt.hops.map((hop) => (
            <Hop key={hop.name} hop={hop} receipt={receipt} slowest={slowest} now={now} />
          ))}
        </tbody>
      </table>
      {session.status === 'revoking' && receipt.usesSince > 0 ? (
        <p className="text-12 text-high-fg">{plural(receipt.usesSince, 'use')} since the order.</p>
      ) : null}
      {others.sessions > 0 ? (
        <p className="pt-1 text-12">
          <Link href={`/sessions?revocation=${receipt.id}`} className="text-accent-fg">
            {plural(others.sessions, 'other session')} in the same order
          </Link>
          {others.open > 0 ? <span className="text-high-fg">, {others.open} open</span> : ', all confirmed'}
        </p>
      ) : null}
    </section>
  )
}
