import { ExactTime, RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { Status } from '@/components/ui/status'
import type { InboxItem } from '@/lib/domain/inbox'
import type { Ballot, StageSheet } from '@/lib/domain/vote-sheet'
import { formatDuration, plural } from '@/lib/format'

const WORDS = { approve: 'approved', deny: 'denied' } as const
const VIA: Partial<Record<string, string>> = { message: ', from a message', api: ', by the API', offer: ' by an offer' }

function Told({ ballot, now }: { ballot: Ballot; now: Date }) {
  const { vote, votedAt, afterSeconds, comment, via, counts, inPlaceOf } = ballot
  if (!vote) return null
  return (
    <span className="block text-12 text-fg-3">
      {WORDS[vote]}
      {VIA[via ?? 'page'] ?? ''} <RelativeTime at={votedAt} now={now} />
      {afterSeconds === null ? '' : `, after ${formatDuration(afterSeconds)}`}
      {inPlaceOf ? `, in the place of ${inPlaceOf}` : ''}
      {counts ? '' : '; counts no more'}
      {comment ? `: ${comment}` : ''}
    </span>
  )
}

function Waiting({ ballot, isOpen, isTurn }: { ballot: Ballot; isOpen: boolean; isTurn: boolean }) {
  const { openedAt, awayUntil, substitutes } = ballot
  const opened = openedAt ? <ExactTime at={openedAt} format="clock" /> : null
  const by = substitutes.length > 0 ? `, ${substitutes.join(', ')} votes instead` : ''
  return (
    <span className="block text-12 text-fg-3">
      {isOpen ? (isTurn ? 'has yet to vote' : 'votes later') : 'did not vote'}
      {opened ? <>, opened {opened}</> : isOpen && isTurn && !ballot.isReader ? ', not opened' : ''}
      {awayUntil ? (
        <>
          , away until <ExactTime at={awayUntil} format="date" />
          {by}
        </>
      ) : (
        ''
      )}
    </span>
  )
}

function Person({ ballot, stage, isOpen, now }: { ballot: Ballot; stage: StageSheet; isOpen: boolean; now: Date }) {
  const { name, isReader, vote } = ballot
  const word = vote ? WORDS[vote] : isOpen ? 'pending' : 'lapsed'
  return (
    <li className="flex gap-2 py-1">
      <span className="mt-1">
        <Status word={word} glyphOnly />
      </span>
      <span className="min-w-0">
        <span className="font-medium">{isReader ? 'You' : name}</span>
        {isReader && !vote && isOpen && stage.isCurrent ? (
          <span className="ml-2 text-12 text-accent-fg">your vote</span>
        ) : null}
        {vote ? (
          <Told ballot={ballot} now={now} />
        ) : (
          <Waiting ballot={ballot} isOpen={isOpen} isTurn={stage.isCurrent} />
        )}
      </span>
    </li>
  )
}

const HEAD = 'mt-2.5 mb-0.5 flex justify-between border-b border-line pb-0.5 text-12 font-normal text-fg-3'

function Stage({ stage, isOpen, now }: { stage: StageSheet; isOpen: boolean; now: Date }) {
  const { name, kind, given, needed, windows, people, isPassed, isCurrent } = stage
  const right = kind === 'reviewer' ? (isPassed ? 'answered' : isCurrent ? 'asked' : '') : `${given} of ${needed}`
  const isStuck =
    isOpen && kind !== 'reviewer' && !isPassed && people.filter(({ vote }) => !vote).length < needed - given
  return (
    <>
      <h3 className={HEAD}>
        {name} <span className="tabular-nums">{right}</span>
      </h3>
      {windows.length > 0 ? <p className="text-12 text-fg-3">Votes {windows.join('; ')}</p> : null}
      {isStuck ? (
        <p className="mt-1 text-high-fg">Too few who may decide are left. An admin has to add somebody.</p>
      ) : null}
      <ul>
        {people.map((ballot) => (
          <Person key={`${ballot.id} ${ballot.votedAt}`} ballot={ballot} stage={stage} isOpen={isOpen} now={now} />
        ))}
      </ul>
    </>
  )
}

/** Stage by stage who decided, who has yet to, and who cannot. */
export function VotesSection({ item, now }: { item: InboxItem; now: Date }) {
  const { votes, status } = item
  const { given, needed, stages, cannot } = votes
  const isOpen = status === 'pending'
  const many = stages.length > 1 ? `, ${plural(stages.length, 'stage')}` : ''
  return (
    <section aria-labelledby="votes" className="border-b border-line px-4 pt-3.5 pb-3 md:px-5">
      <SectionHead id="votes" title="Votes" end={`${given} of ${needed}${many}`} />
      {stages.length === 0 ? <p className="mt-1 text-fg-2">Nobody was asked: a rule decided.</p> : null}
      {stages.map((stage) => (
        <Stage key={stage.position} stage={stage} isOpen={isOpen} now={now} />
      ))}
      {cannot.length > 0 ? <h3 className={HEAD}>Cannot vote</h3> : null}
      <ul>
        {cannot.map(({ id, name, isReader, why }) => (
          <li key={id} className="flex gap-2 py-1">
            <span className="mt-1">
              <Status word="denied" glyphOnly />
            </span>
            <span>
              <span className="text-fg-2">{isReader ? 'You' : name}</span>
              <span className="block text-12 text-fg-3">{why}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
