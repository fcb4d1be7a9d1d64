import { RelativeTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import { Status } from '@/components/ui/status'
import type { Decider, InboxItem } from '@/lib/domain/inbox'

const WORDS = { approve: 'approved', deny: 'denied' } as const

function Told({ decider, isOpen, now }: { decider: Decider; isOpen: boolean; now: Date }) {
  const { vote, votedAt, comment, hindrance } = decider
  if (!vote)
    return <span className="block text-12 text-fg-3">{hindrance ?? (isOpen ? 'has yet to vote' : 'did not vote')}</span>
  return (
    <span className="block text-12 text-fg-3">
      {WORDS[vote]} <RelativeTime at={votedAt} now={now} />
      {comment ? `: ${comment}` : ''}
    </span>
  )
}

function Person({ decider, isOpen, now }: { decider: Decider; isOpen: boolean; now: Date }) {
  const { name, isReader, vote, hindrance } = decider
  const word = vote ? WORDS[vote] : hindrance ? 'denied' : 'pending'
  return (
    <li className="flex gap-2 py-1">
      <span className="mt-1">
        {vote || isOpen ? <Status word={word} glyphOnly /> : <Status word="lapsed" glyphOnly />}
      </span>
      <span className="min-w-0">
        <span className={hindrance ? 'text-fg-2' : 'font-medium'}>{isReader ? 'You' : name}</span>
        <Told decider={decider} isOpen={isOpen} now={now} />
      </span>
    </li>
  )
}

function Group({ title, people, isOpen, now }: { title: string; people: Decider[]; isOpen: boolean; now: Date }) {
  if (people.length === 0) return null
  return (
    <>
      <h3 className="mt-2.5 mb-0.5 border-b border-line pb-0.5 text-12 font-normal text-fg-3">{title}</h3>
      <ul>
        {people.map((decider) => (
          <Person key={decider.id} decider={decider} isOpen={isOpen} now={now} />
        ))}
      </ul>
    </>
  )
}

/** Who decided, who has yet to, and who cannot. */
export function DecidersSection({ item, now }: { item: InboxItem; now: Date }) {
  const { deciders, neededVotes, status } = item
  const isOpen = status === 'pending'
  const able = deciders.filter(({ hindrance }) => hindrance === null)
  const given = deciders.filter(({ vote }) => vote === 'approve').length
  return (
    <section aria-labelledby="deciders" className="border-b border-line px-4 pt-3.5 pb-3 md:px-5">
      <SectionHead id="deciders" title="Votes" end={`${given} of ${neededVotes}`} />
      {able.length === 0 ? (
        <p className="mt-1 text-high-fg">Nobody who may decide is left. An admin has to add an approver.</p>
      ) : null}
      <Group title="Approvers" people={able} isOpen={isOpen} now={now} />
      <Group title="Cannot vote" people={deciders.filter((each) => each.hindrance)} isOpen={isOpen} now={now} />
    </section>
  )
}
