import { Minus, Check as Tick, X } from 'lucide-react'
import { ExactTime } from '@/components/ui/relative-time'
import { SectionHead } from '@/components/ui/section-head'
import type { Check, Terms } from '@/lib/domain/issuance'
import { formatDuration, plural } from '@/lib/format'
import type { Trial } from './read-trial'

const VERDICTS = {
  passes: { word: 'passes', Icon: Tick, look: 'text-good-fg' },
  refuses: { word: 'refuses', Icon: X, look: 'text-danger-fg' },
  'does-not-apply': { word: 'does not apply', Icon: Minus, look: 'text-fg-3' },
} as const

const ENDS: Record<Terms['endsWith'], string> = {
  wish: 'because so long was asked for',
  subject: 'because the subject token ends then',
  parent: 'because its parent session ends then',
  grant: 'because the grant allows no more',
  policy: 'because policy allows no more on a system of this tier',
  window: 'because the window of the grant closes then',
}

function Line({ check }: { check: Check }) {
  const { word, Icon, look } = VERDICTS[check.verdict]
  const isQuiet = check.verdict === 'does-not-apply'
  return (
    <li className="grid grid-cols-[14px_minmax(0,1fr)_auto] items-baseline gap-x-2 border-b border-line py-1.5 last:border-b-0">
      <Icon aria-hidden="true" strokeWidth={2} className={`size-3.5 self-center ${look}`} />
      <span className={isQuiet ? 'text-fg-3' : 'font-medium'}>{check.title}</span>
      <span className={`text-12 ${look}`}>{word}</span>
      <span className={`col-start-2 col-end-4 text-12 break-words ${isQuiet ? 'text-fg-3' : 'text-fg-2'}`}>
        {check.message}
        {check.verdict === 'refuses' ? <span className="code text-fg-3"> {check.code}</span> : null}
      </span>
    </li>
  )
}

function Outcome({ terms, at, refused }: { terms: Terms; at: Date; refused: Check[] }) {
  const { permissions, expiresAt, endsWith, authorizationDetails } = terms
  const length = formatDuration((expiresAt.getTime() - at.getTime()) / 1000)
  return (
    <div className="mt-2 rounded-md border border-line-strong px-3 py-2">
      <p className="font-medium">
        {refused.length > 0 ? 'People would be asked, and could approve' : 'A session would be issued'}
      </p>
      <p className="mt-0.5 text-fg-2">
        For {length}, until <ExactTime at={expiresAt} format="moment" />, {ENDS[endsWith]}.
      </p>
      <p className="mt-0.5 text-fg-2">
        With {plural(permissions.length, 'permission')}:{' '}
        <span className="code break-all">{permissions.slice(0, 12).join(' ')}</span>
        {permissions.length > 12 ? ` and ${permissions.length - 12} more` : ''}
      </p>
      {authorizationDetails.length > 0 ? (
        <p className="mt-0.5 text-fg-2">
          Only within <span className="code break-all">{JSON.stringify(authorizationDetails)}</span>
        </p>
      ) : null}
    </div>
  )
}

/** Every check with its verdict and its sentence, and what would be issued. */
export function DecisionSection({ trial, now }: { trial: Trial; now: Date }) {
  const { checks, terms } = trial.outcome
  const refused = checks.filter(({ verdict }) => verdict === 'refuses')
  const at = trial.request.at ?? now
  return (
    <section
      aria-labelledby="decision"
      className="page-inset min-w-0 border-line pt-4 pb-6 max-[1099px]:border-b min-[1100px]:row-span-2 min-[1100px]:border-l"
    >
      <SectionHead
        id="decision"
        title="What would be decided"
        note={
          <>
            at <ExactTime at={at} format="moment" />
          </>
        }
      />
      <div aria-live="polite">
        {terms ? (
          <Outcome terms={terms} at={at} refused={refused} />
        ) : (
          <p className="mt-2 rounded-md border border-danger-line bg-danger-tint px-3 py-2 text-danger-fg">
            <b>Refused</b>, by {plural(refused.length, 'check')}. Each says what would pass.
          </p>
        )}
      </div>
      <ul className="mt-2">
        {checks.map((check) => (
          <Line key={check.code} check={check} />
        ))}
      </ul>
      <p className="mt-2 text-12 text-fg-3">
        A client’s own maximum and what a subject token allows are not known here; both can only narrow it.
      </p>
    </section>
  )
}
