import { Tag } from '@/components/ui/tag'
import type { RuleInWords } from '@/lib/domain/describe-rule'
import type { PolicyDiff, RuleChange } from '@/lib/domain/diff-policies'
import { Steps } from './rule-list'

const WORDS: Record<RuleChange['kind'], string> = {
  added: 'new',
  removed: 'gone',
  changed: 'changed',
  moved: 'moved',
  same: 'as before',
}

function Side({ title, rule, isOld }: { title?: string; rule: RuleInWords; isOld: boolean }) {
  return (
    <div className={`min-w-0 ${isOld ? 'text-fg-3 line-through decoration-line-strong' : ''}`}>
      {title ? <p className="text-12 text-fg-3 no-underline">{title}</p> : null}
      <p className="break-words">{rule.when}</p>
      <Steps steps={rule.steps} />
    </div>
  )
}

function placeOf({ kind, was, now }: RuleChange): string {
  if (kind === 'removed') return `was ${was}`
  return was !== null && was !== now ? `${now}, was ${was}` : String(now)
}

function Change({ change }: { change: RuleChange }) {
  const { kind, name, before, after } = change
  const hasBoth = kind === 'changed' && before && after
  return (
    <li className="border-t border-line py-2.5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-2">
        <b>{name}</b>
        <Tag red={kind === 'removed'}>{WORDS[kind]}</Tag>
        <span className="text-12 text-fg-3">place {placeOf(change)}</span>
      </div>
      {hasBoth ? (
        <div className="mt-1 grid gap-x-8 gap-y-2 md:grid-cols-2">
          <Side title="before" rule={before} isOld />
          <Side title="after" rule={after} isOld={false} />
        </div>
      ) : null}
      {kind === 'added' && after ? <Side rule={after} isOld={false} /> : null}
      {kind === 'removed' && before ? <Side rule={before} isOld /> : null}
    </li>
  )
}

/** What differs between two versions of the rules; rules that are as before are counted, not shown, and of many only so many. */
export function PolicyDifference({ difference, most = 500 }: { difference: PolicyDiff; most?: number }) {
  const { rules, settings, isSame } = difference
  if (isSame) return <p className="mt-1 text-fg-2">Nothing differs.</p>
  const changes = rules.filter(({ kind }) => kind !== 'same')
  const same = rules.length - changes.length
  return (
    <>
      <ol className="mt-1">
        {changes.slice(0, most).map((change) => (
          <Change key={`${change.kind} ${change.name}`} change={change} />
        ))}
        {changes.length > most ? <li className="text-fg-3">And {changes.length - most} more rules.</li> : null}
        {settings.map(({ label, before, after }) => (
          <li key={label} className="border-t border-line py-2.5 first:border-t-0">
            <b>{label}</b>
            <p className="text-fg-3 line-through decoration-line-strong">{before}</p>
            <p>{after}</p>
          </li>
        ))}
      </ol>
      {same > 0 ? <p className="mt-1 text-12 text-fg-3">{same} more stay as they are.</p> : null}
    </>
  )
}
