'use client'
import { useState } from 'react'
import { SignInAgain } from '@/components/approval/sign-in-again'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { AnswerDialog, type Way } from './answer-dialog'
import { useOffer } from './offer-context'
import { keepsVotes } from './offer-terms'
import { useKeys } from './use-keys'
import { useNote } from './use-note'
import { askWay, offerWay, voteWay } from './ways'

type Mode = 'approve' | 'deny' | 'offer' | 'ask'
const BAR =
  'border-t border-line-strong bg-surface px-4 py-2.5 max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-5 md:px-6'

/** What can be said to it now, by key and by button. */
function useModes() {
  const { item, isTouched, figures } = useOffer()
  const { me } = item
  const can = me.cannotDecide === null
  const mayOffer = can && me.mayOffer && isTouched && figures.count > 0
  return { can, mayOffer, mayAsk: me.mayAsk }
}

function useWayOf(mode: Mode | null): Way | null {
  const { item, draft, figures, now } = useOffer()
  const onBehalfOf = item.me.inPlaceOf[0]?.id ?? null
  if (mode === null) return null
  if (mode === 'ask') return askWay(item)
  return mode === 'offer' ? offerWay(item, draft, figures, onBehalfOf, now) : voteWay(item, mode, onBehalfOf)
}

function Buttons({ set }: { set: (mode: Mode) => void }) {
  const { item, figures, isTouched } = useOffer()
  const { mayOffer, mayAsk } = useModes()
  const yes = item.me.isConsent ? 'Agree' : 'Approve as asked'
  return (
    <div className="flex items-center gap-2 max-md:grid max-md:grid-cols-[auto_1fr]">
      {mayAsk ? (
        <Button size="lg" onClick={() => set('ask')} className="max-md:hidden">
          Ask <Kbd>Q</Kbd>
        </Button>
      ) : null}
      <Button size="lg" onClick={() => set('deny')}>
        Deny <Kbd>D</Kbd>
      </Button>
      <Button size="lg" variant={isTouched ? 'default' : 'ink'} onClick={() => set('approve')}>
        {yes} <Kbd>A</Kbd>
      </Button>
      {isTouched ? (
        <Button
          size="lg"
          variant="ink"
          disabled={!mayOffer}
          onClick={() => set('offer')}
          className="max-md:order-first max-md:col-span-2"
        >
          Offer {figures.words} <Kbd>C</Kbd>
        </Button>
      ) : null}
    </div>
  )
}

function Hint({ note }: { note: string }) {
  const { item, isTouched, draft } = useOffer()
  const { me, votes } = item
  if (me.needsStepUp)
    return (
      <p className="flex items-center gap-2 text-12 text-high-fg">
        To approve here you have signed in within {me.stepUpMinutes} min.{' '}
        <SignInAgain onLeave={() => sessionStorage.setItem(`remit-note-${item.id}`, note)} />
      </p>
    )
  if (me.inPlaceOf[0])
    return <p className="text-12 text-fg-3">You vote in the place of {me.inPlaceOf[0].name}, who is away.</p>
  if (!isTouched) return <p className="text-12 text-fg-3 max-md:hidden">The clock starts at the last vote.</p>
  const kept = keepsVotes(item, draft) ? 'so votes cast still count' : 'at another time, so votes cast count no more'
  return (
    <p className="text-12 text-fg-3 max-md:hidden">
      Your offer narrows what was asked{votes.given > 0 ? `, ${kept}` : ''}. The clock starts at the last vote.
    </p>
  )
}

type Setting = { set: (mode: Mode) => void }

function Answers({ note, setNote, set }: Setting & { note: string; setNote: (note: string) => void }) {
  return (
    <div className="grid gap-1.5 md:grid-cols-[minmax(0,1fr)_auto] md:items-center md:gap-x-3">
      <Input
        aria-label="Note"
        placeholder="Note, sent to the asker; required to deny"
        value={note}
        onChange={(event) => setNote(event.target.value)}
        className="max-md:hidden"
      />
      <Buttons set={set} />
      <div className="md:col-span-2">
        <Hint note={note} />
      </div>
    </div>
  )
}

function NoAnswers({ set }: Setting) {
  const { item } = useOffer()
  return (
    <div className="flex items-center justify-between gap-3">
      <p className="text-fg-2">{item.me.cannotDecide}</p>
      {item.me.mayAsk ? (
        <Button onClick={() => set('ask')}>
          Ask <Kbd>Q</Kbd>
        </Button>
      ) : null}
    </div>
  )
}

/** The foot of a question: the answers, or why the reader has none. A approves, D denies, C offers, Q asks. */
export function DecideBar({ title, next }: { title: string; next: string | null }) {
  const { item } = useOffer()
  const [mode, setMode] = useState<Mode | null>(null)
  const { note, setNote, keep } = useNote(item.id)
  const { can, mayOffer, mayAsk } = useModes()
  const way = useWayOf(mode)
  const to = (which: Mode, may: boolean) => (may ? () => setMode(which) : undefined)
  useKeys({ a: to('approve', can), d: to('deny', can), c: to('offer', mayOffer), q: to('ask', mayAsk) })
  return (
    <footer className={BAR}>
      {can ? <Answers note={note} setNote={setNote} set={setMode} /> : <NoAnswers set={setMode} />}
      {way ? (
        <AnswerDialog
          title={title}
          here={`/inbox/${item.id}`}
          way={way}
          note={note}
          next={next}
          keep={keep}
          onClose={() => setMode(null)}
        />
      ) : null}
    </footer>
  )
}
