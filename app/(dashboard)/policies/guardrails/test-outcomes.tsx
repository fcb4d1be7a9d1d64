import { Check, X } from 'lucide-react'
import { SectionHead } from '@/components/ui/section-head'
import type { GuardrailTestOutcome } from '@/lib/domain/guardrail'

/** One test: whether it came out as it says, and what was answered. */
export function TestOutcome({ outcome }: { outcome: GuardrailTestOutcome }) {
  const { name, expect, isRight, verdict } = outcome
  const Icon = isRight ? Check : X
  return (
    <span className="grid grid-cols-[14px_minmax(0,1fr)_auto] items-baseline gap-x-2">
      <Icon
        aria-hidden="true"
        strokeWidth={2}
        className={`size-3.5 self-center ${isRight ? 'text-good-fg' : 'text-danger-fg'}`}
      />
      <span className="min-w-0 break-words">{name}</span>
      <span className={`text-12 ${isRight ? 'text-fg-3' : 'text-danger-fg'}`}>
        {expect === 'allow' ? 'passes' : 'is refused'}
        {isRight ? '' : ', it says; it does not'}
      </span>
      <span className="col-start-2 col-end-4 text-12 break-words text-fg-3">{verdict.message}</span>
    </span>
  )
}

/** The tests of a version, as they come out now. */
export function TestOutcomes({ tests }: { tests: readonly GuardrailTestOutcome[] }) {
  const right = tests.filter(({ isRight }) => isRight).length
  return (
    <section aria-labelledby="tests">
      <SectionHead id="tests" title="Tests" note={`${right} of ${tests.length} as they should`} />
      {tests.length === 0 ? (
        <p className="py-1.5 text-fg-3">None. A test says what a request should be answered.</p>
      ) : null}
      <ul>
        {tests.map((outcome) => (
          <li key={outcome.name} className="border-b border-line py-1.5 last:border-b-0">
            <TestOutcome outcome={outcome} />
          </li>
        ))}
      </ul>
    </section>
  )
}
