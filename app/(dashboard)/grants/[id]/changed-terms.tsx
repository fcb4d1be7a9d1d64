import type { ReactNode } from 'react'
import { describeWindow } from '@/lib/domain/window'
import { formatDate, formatDuration, plural } from '@/lib/format'
import type { NamedTerms } from '@/lib/queries/list-grant-requests'

type Words = { label: string; words: string }

const names = (list: string[], none: string) => (list.length > 0 ? list.join(', ') : none)

function endInWords({ expiresAt, durationSeconds }: NamedTerms): string {
  if (durationSeconds !== null) return `${formatDuration(durationSeconds)} from the approval on`
  return expiresAt ? `until ${formatDate(expiresAt)}` : 'without an end'
}

function* targetWords({ targets }: NamedTerms): Generator<Words> {
  for (const { system, permissions, tenants, resources } of targets) {
    yield { label: system, words: permissions.toSorted().join(', ') }
    yield { label: `${system}, tenants`, words: names(tenants, 'any') }
    yield { label: `${system}, resources`, words: names(resources, 'any') }
  }
}

function* allWords(terms: NamedTerms): Generator<Words> {
  yield { label: 'Stands', words: endInWords(terms) }
  yield { label: 'Session life', words: formatDuration(terms.maxSessionTtlSeconds) }
  yield* targetWords(terms)
  yield { label: 'Windows', words: names(terms.windows.map(describeWindow), 'at any time') }
  yield { label: 'Chain', words: terms.maxChainDepth === 0 ? 'no further' : `${terms.maxChainDepth} deep` }
  yield {
    label: 'At once',
    words: terms.maxConcurrentSessions === null ? 'no limit' : plural(terms.maxConcurrentSessions, 'session'),
  }
  yield { label: 'Each session', words: terms.requiresSessionApproval ? 'approved by a person' : 'needs no approval' }
  yield { label: 'Token', words: terms.requiresDpop ? 'bound to a key' : 'may be a bearer token' }
  yield {
    label: 'Idle end',
    words: terms.idleTimeoutSeconds === null ? 'none' : formatDuration(terms.idleTimeoutSeconds),
  }
}

function Change({ label, before, after }: { label: string; before: string | undefined; after: ReactNode }) {
  return (
    <div className="grid grid-cols-[120px_minmax(0,1fr)] gap-2 py-0.5 text-12">
      <dt className="truncate text-fg-3">{label}</dt>
      <dd className="min-w-0 break-words">
        {before ? <del className="text-fg-3">{before}</del> : null} {after}
      </dd>
    </div>
  )
}

/** What a change would make of the terms, before and after; of a new grant nothing, since its bounds stand beside. */
export function ChangedTerms({ before, terms }: { before: NamedTerms; terms: NamedTerms }) {
  const was = new Map([...allWords(before)].map(({ label, words }) => [label, words]))
  const is = [...allWords(terms)]
  const changed = is.filter(({ label, words }) => was.get(label) !== words)
  const gone = [...was.keys()].filter((label) => !is.some((each) => each.label === label))
  return (
    <dl className="mt-1">
      {changed.map(({ label, words }) => (
        <Change key={label} label={label} before={was.get(label)} after={words} />
      ))}
      {gone.map((label) => (
        <Change key={label} label={label} before={was.get(label)} after="not any more" />
      ))}
    </dl>
  )
}
