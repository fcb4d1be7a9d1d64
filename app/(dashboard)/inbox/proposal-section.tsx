import { Link } from '@/components/ui/link'
import { SectionHead } from '@/components/ui/section-head'
import { Tag } from '@/components/ui/tag'
import type { DiffLine } from '@/lib/domain/diff-guardrails'
import type { InboxItem, Proposal } from '@/lib/domain/inbox'

const LOOKS = { '−': 'text-fg-3 line-through', '+': '', ' ': 'text-fg-2' } as const
const SAID = { '−': 'Gone: ', '+': 'New: ', ' ': '' } as const

/** The same line may come twice: only its place tells it apart. */
const placed = (lines: readonly DiffLine[]) => lines.map((line, place) => ({ ...line, key: `${place} ${line.text}` }))

function Change({ kind, name, lines, isCode }: Proposal['changes'][number] & { isCode: boolean }) {
  return (
    <li className="border-b border-line py-2 last:border-b-0">
      <p>
        <b>{name}</b> <Tag>{kind}</Tag>
      </p>
      <ul className={isCode ? 'code mt-1' : 'mt-0.5'}>
        {placed(lines).map(({ key, sign, text }) => (
          <li key={key} className="flex gap-2">
            <span aria-hidden="true" className="w-2 flex-none text-fg-3">
              {sign}
            </span>
            <span className="sr-only">{SAID[sign]}</span>
            <span className={`min-w-0 whitespace-pre-wrap break-words ${LOOKS[sign]}`}>{text}</span>
          </li>
        ))}
      </ul>
    </li>
  )
}

/** Which rules would change, and how. */
export function ProposalSection({ item }: { item: InboxItem }) {
  const { proposal, rules } = item
  if (!proposal || !rules) return null
  const isCode = rules.kind === 'guardrails'
  const none = isCode ? 'no guardrails' : 'the rules that Remit brings along'
  const against = proposal.against === 0 ? none : `version ${proposal.against}`
  const whole = <Link href={isCode ? '/policies/guardrails' : '/policies'}>All of the rules</Link>
  return (
    <section aria-labelledby="proposal" className="border-b border-line px-4 pt-3.5 pb-3 md:px-6">
      <SectionHead id="proposal" title="What changes" note={`against ${against}, which holds now`} end={whole} />
      <ul className="mt-1">
        {proposal.changes.map((change) => (
          <Change key={`${change.kind} ${change.name}`} {...change} isCode={isCode} />
        ))}
      </ul>
      {proposal.changes.length === 0 ? <p className="mt-1 text-fg-2">Nothing differs from what holds now.</p> : null}
    </section>
  )
}
