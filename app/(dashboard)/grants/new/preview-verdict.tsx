import { CircleDashed, CircleX } from 'lucide-react'
import type { PreviewStage, PreviewVerdict, RequestPreview } from '@/lib/domain/request-preview'
import { formatDuration, plural } from '@/lib/format'
import { Told } from './preview-panel'

type Consent = RequestPreview['consent']

const SHOWN = 8

const ruleWords = ({ rule, version }: { rule: string | null; version: number }) =>
  `${rule ? `rule ${rule}` : 'no rule of its own'}, ${version === 0 ? 'the rules everybody begins with' : `version ${version}`}`

const CONSENTS: Record<NonNullable<Consent>['by'], (name: string) => string | null> = {
  nobody: () => null,
  asked: (name) => `${name} is asked first: it is in their name.`,
  requester: () => 'It is in your own name: by asking you agree.',
  policy: (name) => `The ${name} agree for the person in whose name it is, who is told.`,
  refused: (message) => message,
}

function Voter({ name, cannot }: PreviewStage['who'][number]) {
  const Icon = cannot ? CircleX : CircleDashed
  return (
    <li className="flex items-center gap-1.5">
      <Icon aria-hidden="true" className="size-3 shrink-0 text-fg-3" strokeWidth={1.75} />
      <span className={cannot ? 'text-fg-3' : undefined}>
        {name}
        {cannot ? ` ${cannot}` : ''}
      </span>
    </li>
  )
}

function Stage({ stage }: { stage: PreviewStage }) {
  const { position, kind, name, votes, who, windows } = stage
  const able = who.filter(({ cannot }) => cannot === null)
  const need = kind === 'reviewer' ? 'comments first' : `${plural(votes, 'vote')} of ${able.length}`
  return (
    <div className="not-first:mt-2.5">
      <div className="flex items-baseline gap-2 border-b border-line pb-0.5">
        <span className="text-fg-2">
          {position}. {name}
        </span>
        <span className="ml-auto text-12 text-fg-3">{need}</span>
      </div>
      {windows.length > 0 ? <p className="mt-1 text-12 text-fg-3">votes only {windows.join('; ')}</p> : null}
      <ul className="mt-1">
        {who.slice(0, SHOWN).map((voter) => (
          <Voter key={voter.name} {...voter} />
        ))}
      </ul>
      {who.length > SHOWN ? <p className="text-12 text-fg-3">and {who.length - SHOWN} more</p> : null}
      {kind === 'people' && able.length < votes ? (
        <p className="mt-1 text-danger-fg">Too few may vote: it cannot pass as it is.</p>
      ) : null}
    </div>
  )
}

function Answer({ verdict }: { verdict: PreviewVerdict }) {
  if (verdict.kind === 'at-once') return <p>Holds at once. Nobody is asked, since nothing of it is new.</p>
  if (verdict.kind === 'auto-approve') return <p>Approved at once, by a rule.</p>
  if (verdict.kind === 'auto-deny') return <p className="text-danger-fg">Denied at once: {verdict.reason}</p>
  return (
    <>
      {verdict.stages.map((stage) => (
        <Stage key={stage.position} stage={stage} />
      ))}
      <p className="mt-2 text-12 text-fg-3">Lapses after {formatDuration(verdict.lapseAfterHours * 3600)}.</p>
    </>
  )
}

/** What the rules answer, and who will be asked by name. */
export function PreviewVerdictWords({ verdict, consent }: { verdict: PreviewVerdict; consent: Consent }) {
  const consented = consent && CONSENTS[consent.by](consent.name)
  return (
    <Told title="Who will be asked" end={verdict.kind === 'at-once' ? undefined : ruleWords(verdict)}>
      {consented ? (
        <p className={consent?.by === 'refused' ? 'mb-2 text-danger-fg' : 'mb-2 text-fg-2'}>{consented}</p>
      ) : null}
      <Answer verdict={verdict} />
    </Told>
  )
}
