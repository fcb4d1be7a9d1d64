'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ErrorStrip } from '@/components/ui/error-strip'
import type { GuardrailInspection, GuardrailRequest, Guardrails, GuardrailTest } from '@/lib/domain/guardrail'
import { SchemaReference } from '../schema-reference'
import { GuardrailsPart } from './guardrails-part'
import { ProposeDialog } from './propose-dialog'
import { TestsPart } from './tests-part'
import { TrialPart } from './trial-part'
import { useInspection } from './use-inspection'

type Props = {
  content: Guardrails
  request: GuardrailRequest
  inspection: GuardrailInspection
  basedOn: number
  schema: string
}

function Head({ errors, isStale, onPropose }: { errors: number; isStale: boolean; onPropose: () => void }) {
  return (
    <div className="page-inset flex items-center justify-end gap-3 border-b border-line py-2">
      <span aria-live="polite" className={errors > 0 ? 'text-danger-fg' : 'text-fg-3'}>
        {errors > 0 ? `${errors} to put right` : isStale ? 'Checking' : 'Nothing wrong'}
      </span>
      <Button variant="ink" disabled={errors > 0 || isStale} onClick={onPropose}>
        Propose
      </Button>
    </div>
  )
}

/** Guardrails being written: checked as one types, tests run, a request tried, then put to a second admin. */
export function Editor(props: Props) {
  const [content, setContent] = useState(props.content)
  const [trial, setTrial] = useState({ request: props.request, n: 0 })
  const [isProposing, setProposing] = useState(false)
  const { inspection, problem, isStale } = useInspection(content, trial.request, props.inspection)
  const errors = inspection.problems.filter(({ severity }) => severity === 'error').length
  const setTests = (tests: GuardrailTest[]) => setContent({ ...content, tests })
  return (
    <>
      {problem ? <ErrorStrip title={problem} /> : null}
      <Head errors={errors} isStale={isStale} onPropose={() => setProposing(true)} />
      <div className="grid md:grid-cols-[minmax(0,1fr)_440px]">
        <GuardrailsPart content={content} problems={inspection.problems} onChange={setContent} />
        <div className="page-inset min-w-0 space-y-5 border-line pt-4 pb-6 max-md:border-t md:border-l">
          <TestsPart
            tests={content.tests}
            outcomes={inspection.tests}
            onChange={setTests}
            onTry={({ request }) => setTrial({ request, n: trial.n + 1 })}
          />
          <TrialPart
            key={trial.n}
            request={trial.request}
            verdict={inspection.trial}
            isStale={isStale}
            onChange={(request) => setTrial({ ...trial, request })}
            onKeep={(test) => setTests([...content.tests.filter(({ name }) => name !== test.name), test])}
          />
          <SchemaReference schema={props.schema} />
        </div>
      </div>
      {isProposing ? (
        <ProposeDialog content={content} basedOn={props.basedOn} onClose={() => setProposing(false)} />
      ) : null}
    </>
  )
}
