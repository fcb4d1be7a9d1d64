import Link from 'next/link'
import { SectionHead } from '@/components/ui/section-head'
import { Tag } from '@/components/ui/tag'
import type { InboxItem, Proposal } from '@/lib/domain/inbox'

function Lines({ lines, sign }: { lines: string[]; sign: '−' | '+' }) {
  const look = sign === '−' ? 'text-fg-3 line-through' : ''
  return lines.map((line) => (
    <li key={line} className="flex gap-2">
      <span aria-hidden="true" className="text-fg-3">
        {sign}
      </span>
      <span className={look}>{line}</span>
    </li>
  ))
}

function Change({ kind, name, before, after }: Proposal['changes'][number]) {
  const gone = kind === 'moved' ? [] : before.filter((line) => !after.includes(line))
  const made = kind === 'moved' ? [] : after.filter((line) => !before.includes(line))
  return (
    <li className="border-b border-line py-2 last:border-b-0">
      <p>
        <b>{name}</b> <Tag>{kind}</Tag>
      </p>
      <ul className="mt-0.5">
        <Lines lines={gone} sign="−" />
        <Lines lines={made} sign="+" />
      </ul>
    </li>
  )
}

/** Which rules would change, and how. */
export function ProposalSection({ item }: { item: InboxItem }) {
  const { proposal, rules } = item
  if (!proposal || !rules) return null
  const against = proposal.against === 0 ? 'the rules that Remit brings along' : `version ${proposal.against}`
  const whole = <Link href="/policies">All of the rules</Link>
  return (
    <section aria-labelledby="proposal" className="border-b border-line px-4 pt-3.5 pb-3 md:px-6">
      <SectionHead id="proposal" title="What changes" note={`against ${against}, which holds now`} end={whole} />
      <ul className="mt-1">
        {proposal.changes.map((change) => (
          <Change key={change.name} {...change} />
        ))}
      </ul>
      {proposal.changes.length === 0 && proposal.json === null ? (
        <p className="mt-1 text-fg-2">Nothing differs from what holds now.</p>
      ) : null}
      {proposal.json ? <pre className="code mt-2 whitespace-pre-wrap break-words">{proposal.json}</pre> : null}
    </section>
  )
}
