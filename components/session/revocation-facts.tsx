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

function* sentences(outcome: RevocationOutcome, clock: Clock): Generator<ReactNode> {
  const cannot = total(outcome.unrecallable)
  if (outcome.endsNow > 0) {
    yield (
      <>
        Ends <b>{plural(outcome.endsNow, 'session')}</b> that Remit issued, in one transaction: Remit refuses them from
        then on.
      </>
    )
  }
  if (outcome.awaiting.length > 0) {
    yield (
      <>
        Asks {names(outcome.awaiting)} to end <b>{plural(total(outcome.awaiting), 'session')}</b>. Each is{' '}
        <i className="not-italic">revoking</i> until that is confirmed.
      </>
    )
  }
  if (cannot > 0) {
    yield (
      <>
        Cannot recall <b>{plural(cannot, 'session')}</b> of {names(outcome.unrecallable)}: no connector can end them.{' '}
        {cannot === 1 ? 'It' : 'They'}{' '}
        <b className="text-high-fg!">
          may still work <LatestEnd outcome={outcome} {...clock} />
        </b>
        .
      </>
    )
  }
  if (outcome.leftOut['kept-under-its-own-grant'] > 0) {
    yield (
      <>
        Leaves <b>{plural(outcome.leftOut['kept-under-its-own-grant'], 'child', 'children')}</b> alone, with what hangs
        from them: they hold an active grant of their own.
      </>
    )
  }
  const others = outcome.keepsAccess - outcome.leftOut['kept-under-its-own-grant']
  if (others > 0) {
    yield (
      <>
        <b>{plural(others, 'actor')}</b> can still reach the same system through another active grant.
      </>
    )
  }
}

function GrantsSentence({ preview, outcome }: { preview: RevocationPreview; outcome: RevocationOutcome }) {
  if (preview.grant?.isManaged) return <>Writes a receipt for each hop, and revokes the grant for ever.</>
  const managed = outcome.managedGrants
  const observed = outcome.observedGrants
  return (
    <>
      Writes a receipt for each hop.{' '}
      {managed > 0 ? (
        <>
          <b>{plural(managed, 'grant stays', 'grants stay')}</b>: their actors can ask again.{' '}
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
