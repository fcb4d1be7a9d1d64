'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { SectionHead } from '@/components/ui/section-head'
import type { GuardrailRequest, GuardrailTest, GuardrailVerdict } from '@/lib/domain/guardrail'
import { RequestFields } from './request-fields'

type Props = {
  request: GuardrailRequest
  verdict: GuardrailVerdict | null
  isStale: boolean
  onChange: (request: GuardrailRequest) => void
  onKeep: (test: GuardrailTest) => void
}

function Answer({ verdict, isStale }: Pick<Props, 'verdict' | 'isStale'>) {
  const look = verdict && !verdict.isAllowed ? 'border-danger-line bg-danger-tint text-danger-fg' : 'border-line-strong'
  return (
    <p aria-live="polite" className={`mt-3 rounded-md border px-3 py-2 break-words ${isStale ? 'text-fg-3' : look}`}>
      {verdict ? (
        <>
          <b>{verdict.isAllowed ? 'Passes.' : 'Refused.'}</b> {verdict.message}
        </>
      ) : (
        'Answered once the guardrails can be read.'
      )}
    </p>
  )
}

/** A request tried on the guardrails as they are being written; what it is answered can be kept as a test. */
export function TrialPart({ request, verdict, isStale, onChange, onKeep }: Props) {
  const [name, setName] = useState('')
  const keep = () => {
    if (!verdict || name.trim() === '') return
    onKeep({ name: name.trim(), request, expect: verdict.isAllowed ? 'allow' : 'deny' })
    setName('')
  }
  return (
    <section aria-labelledby="trial">
      <SectionHead id="trial" title="Try a request" />
      <RequestFields request={request} onChange={onChange} />
      <Answer verdict={verdict} isStale={isStale} />
      <div className="mt-2 flex gap-2">
        <Input
          aria-label="Name of the test"
          placeholder="Agents do not write to billing"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button size="lg" disabled={!verdict || isStale || name.trim() === ''} onClick={keep}>
          Keep as a test
        </Button>
      </div>
    </section>
  )
}
