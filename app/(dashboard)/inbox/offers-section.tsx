'use client'
import { useAnswer } from '@/components/session/use-answer'
import { Button } from '@/components/ui/button'
import { ErrorStrip } from '@/components/ui/error-strip'
import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import type { InboxItem } from '@/lib/domain/inbox'
import type { OfferView } from '@/lib/domain/vote-sheet'
import { replyToOffer, takeOfferBack } from './actions'

const STATES = {
  offered: 'waits for an answer',
  accepted: 'accepted',
  declined: 'declined',
  withdrawn: 'withdrawn',
} as const

function Acts({ offer, isRequester }: { offer: OfferView; isRequester: boolean }) {
  const { problem, isBusy, ask } = useAnswer()
  const done = { ok: true as const, value: true }
  const reply = (answer: 'accept' | 'decline') =>
    ask(replyToOffer({ offerId: offer.id, answer }).then((each) => (each.ok ? done : each)))
  const takeBack = () => ask(takeOfferBack({ offerId: offer.id }).then((each) => (each.ok ? done : each)))
  return (
    <div className="mt-2 flex flex-wrap gap-2">
      {problem ? <ErrorStrip title={problem.message} code={problem.code} /> : null}
      {isRequester ? (
        <>
          <Button variant="ink" disabled={isBusy} onClick={() => reply('accept')}>
            Accept the offer
          </Button>
          <Button disabled={isBusy} onClick={() => reply('decline')}>
            Decline
          </Button>
        </>
      ) : null}
      {offer.isReaders ? (
        <Button disabled={isBusy} onClick={takeBack}>
          Take the offer back
        </Button>
      ) : null}
    </div>
  )
}

function Offer({ offer, isRequester, now }: { offer: OfferView; isRequester: boolean; now: Date }) {
  const { by, note, status, offeredAt, lines, keepsVotes } = offer
  const isOpen = status === 'offered'
  return (
    <li className="border-b border-line py-1.5 last:border-b-0">
      <p className="text-12 text-fg-3">
        {by} offered <RelativeTime at={offeredAt} now={now} />,{' '}
        <b className={isOpen ? 'text-high-fg' : ''}>{STATES[status]}</b>
        {isOpen ? (keepsVotes ? '; votes cast stay' : '; votes cast would count no more') : ''}
      </p>
      <ul className="list-inside list-disc">
        {lines.map((line) => (
          <li key={line} className="break-words">
            {line}
          </li>
        ))}
      </ul>
      <p className="text-fg-2">“{note}”</p>
      {isOpen && (isRequester || offer.isReaders) ? <Acts offer={offer} isRequester={isRequester} /> : null}
    </li>
  )
}

/** What was offered instead, and how that was answered. */
export function OffersSection({ item, now }: { item: InboxItem; now: Date }) {
  const { offers, me } = item
  if (offers.length === 0) return null
  return (
    <section aria-labelledby="offers" className="border-b border-line px-4 pt-3.5 pb-3 md:px-6">
      <SectionHead id="offers" title="Offers" />
      <ul>
        {offers.map((offer) => (
          <Offer key={offer.id} offer={offer} isRequester={me.isRequester} now={now} />
        ))}
      </ul>
    </section>
  )
}
