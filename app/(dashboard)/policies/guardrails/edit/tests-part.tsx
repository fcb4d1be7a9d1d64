'use client'
import { Button } from '@/components/ui/button'
import { SectionHead } from '@/components/ui/section-head'
import type { GuardrailTest, GuardrailTestOutcome } from '@/lib/domain/guardrail'
import { TestOutcome } from '../test-outcomes'

type Props = {
  tests: readonly GuardrailTest[]
  outcomes: readonly GuardrailTestOutcome[]
  onChange: (tests: GuardrailTest[]) => void
  onTry: (test: GuardrailTest) => void
}

const other = { allow: 'deny', deny: 'allow' } as const

/** The tests of the version, run as it is written: all have to come out as they say before it can be proposed. */
export function TestsPart({ tests, outcomes, onChange, onTry }: Props) {
  const right = outcomes.filter(({ isRight }) => isRight).length
  return (
    <section aria-labelledby="tests">
      <SectionHead id="tests" title="Tests" note={`${right} of ${tests.length} as they should`} />
      {tests.length === 0 ? <p className="py-1.5 text-fg-3">Try a request below and keep it as a test.</p> : null}
      <ul>
        {tests.map((test, index) => {
          const outcome = outcomes.find(({ name }) => name === test.name)
          return (
            <li key={test.name} className="border-b border-line py-1.5 last:border-b-0">
              {outcome ? <TestOutcome outcome={outcome} /> : <span className="text-fg-3">{test.name}</span>}
              <span className="mt-1 flex flex-wrap gap-1.5 pl-5.5">
                <Button size="sm" onClick={() => onTry(test)}>
                  Try
                </Button>
                <Button size="sm" onClick={() => onChange(tests.with(index, { ...test, expect: other[test.expect] }))}>
                  {test.expect === 'allow' ? 'Should be refused' : 'Should pass'}
                </Button>
                <Button size="sm" variant="ends" onClick={() => onChange(tests.toSpliced(index, 1))}>
                  Remove
                </Button>
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
