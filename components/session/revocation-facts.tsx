import type { ReactNode } from 'react'
import type { Outcome } from '@/components/ui/dialog-parts'
import type { RevocationOutcome, RevocationPreview } from '@/lib/domain/revocation-preview'
import { plural } from '@/lib/format'
import { Until } from './until'

type Clock = { now: Date }

const total = (parts: readonly { count: number }[]) => parts.reduce((sum, part) => sum + part.count, 0)
const names = (parts: readonly { name: string }[]) => {
  const [first, second, ...rest] = parts.map((part) => part.name)
  if (rest.length > 0) return `${first}, ${second} and ${rest.length} more`
  return [first, second].filter(Boolean).join(' and ')
}

/** Until when what cannot be ended at once may still work, as far as anybody knows. */
function LatestEnd({ outcome, now }: { outcome: RevocationOutcome } & Clock) {
  if (outcome.endless > 0) return <>without an end of their own</>
  if (outcome.endUnknown > 0) return <>until an end nobody reported</>
  if (!outcome.latestEnd) return null
  return (
    <>
      until <Until at={outcome.latestEnd} now={now} />
    </>
  )
}

/** How many of what falls may still work after the order. */
export function lingeringCount(outcome: RevocationOutcome): number {
  return total(outcome.awaiting) + total(outcome.unrecallable)
}

/** The three figures of the dialog. */
export function outcomesOf(outcome: RevocationOutcome, clock: Clock): Outcome[] {
  const lingering = lingeringCount(outcome)
  const cannot = total(outcome.unrecallable)
  return [
    { label: 'End now', figure: outcome.endsNow, note: outcome.endsNow > 0 ? 'with this order' : 'none at once' },
    {
      label:
        lingering > 0 ? (
          <>
            May still work <LatestEnd outcome={outcome} {...clock} />
          </>
        ) : (
          'May still work'
        ),
      figure: lingering,
      note:
        cannot > 0 ? `${cannot} cannot be recalled` : lingering > 0 ? 'until a connector confirms' : 'nothing is left',
      later: lingering > 0,
    },
    { label: 'Keep some access', figure: outcome.keepsAccess, note: 'by another grant' },
  ]
}

function Ends({ count }: { count: number }) {
  return (
    <>
      Ends <b>{plural(count, 'session')}</b> that Remit issued, in one transaction: Remit refuses{' '}
      {count === 1 ? 'it' : 'them'} from then on.
    </>
  )
}

function Asks({ outcome }: { outcome: RevocationOutcome }) {
  return (
    <>
      Asks {names(outcome.awaiting)} to end <b>{plural(total(outcome.awaiting), 'session')}</b>. Each is revoking until
      that is confirmed.
    </>
  )
}

function CannotRecall({ outcome, clock }: { outcome: RevocationOutcome; clock: Clock }) {
  const count = total(outcome.unrecallable)
  return (
    <>
      Cannot recall <b>{plural(count, 'session')}</b> of {names(outcome.unrecallable)}: no connector can end{' '}
      {count === 1 ? 'it. It' : 'them. They'}{' '}
      <b className="text-high-fg!">
        may still work <LatestEnd outcome={outcome} {...clock} />
      </b>
      .
    </>
  )
}

function Leaves({ count }: { count: number }) {
  return (
    <>
      Leaves <b>{plural(count, 'child', 'children')}</b> alone, with what hangs from{' '}
      {count === 1 ? 'it: it holds' : 'them: they hold'} an active grant of {count === 1 ? 'its' : 'their'} own.
    </>
  )
}

function StillReach({ count }: { count: number }) {
  return (
    <>
      Does not stop the {count === 1 ? 'actor' : 'actors'} of <b>{plural(count, 'session')}</b> from reaching the same
      system through another active grant.
    </>
  )
}

function sentences(outcome: RevocationOutcome, clock: Clock): ReactNode[] {
  const left = outcome.leftOut['kept-under-its-own-grant']
  const others = outcome.keepsAccess - left
  return [
    outcome.endsNow > 0 && <Ends key="ends" count={outcome.endsNow} />,
    outcome.awaiting.length > 0 && <Asks key="asks" outcome={outcome} />,
    outcome.unrecallable.length > 0 && <CannotRecall key="cannot" outcome={outcome} clock={clock} />,
    left > 0 && <Leaves key="leaves" count={left} />,
    others > 0 && <StillReach key="reach" count={others} />,
  ].filter(Boolean)
}

function GrantsSentence({ preview, outcome }: { preview: RevocationPreview; outcome: RevocationOutcome }) {
  if (preview.grant?.isManaged)
    return <>Writes a receipt for each hop, and revokes the {preview.grant.count > 1 ? 'grants' : 'grant'} for ever.</>
  const managed = outcome.managedGrants
  const observed = outcome.observedGrants
  return (
    <>
      Writes a receipt for each hop.{' '}
      {managed > 0 ? (
        <>
          <b>{plural(managed, 'grant stays', 'grants stay')}</b>: {managed === 1 ? 'its actor' : 'their actors'} can ask
          again.{' '}
        </>
      ) : null}
      {observed > 0 ? (
        <>
          <b>{plural(observed, 'observed grant stays', 'observed grants stay')}</b> as the issuer has{' '}
          {observed === 1 ? 'it' : 'them'}: new sessions can be minted there.
        </>
      ) : null}
    </>
  )
}

/** *What this does, precisely*: one fact and one count each, all of them read off the plan the order will follow. */
export function factsOf(preview: RevocationPreview, outcome: RevocationOutcome, suspend: ReactNode): ReactNode[] {
  const clock = { now: preview.now }
  const last = (
    <>
      <GrantsSentence preview={preview} outcome={outcome} />
      {suspend}
    </>
  )
  return [...sentences(outcome, clock), last]
}
