'use client'
import { useState } from 'react'
import { Textarea } from '@/components/ui/input'
import { type ApprovalPolicy, approvalPolicy } from '@/lib/domain/approval-policy'

type Read = { policy: ApprovalPolicy } | { faults: string[] }

function read(text: string): Read {
  try {
    const { data, error } = approvalPolicy.safeParse(JSON.parse(text))
    if (data) return { policy: data }
    return { faults: error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`) }
  } catch (error) {
    return { faults: [error instanceof Error ? error.message : 'This is no JSON.'] }
  }
}

type Props = { policy: ApprovalPolicy; onChange: (policy: ApprovalPolicy) => void }

/** The same rules as JSON, to paste, to compare or to write many at once. What is not of the shape of rules changes nothing. */
export function JsonView({ policy, onChange }: Props) {
  const [text, setText] = useState(() => JSON.stringify(policy, null, 2))
  const result = read(text)
  const faults = 'faults' in result ? result.faults : []
  const change = (next: string) => {
    setText(next)
    const now = read(next)
    if ('policy' in now) onChange(now.policy)
  }
  return (
    <div className="mt-2">
      <Textarea
        aria-label="Rules as JSON"
        aria-invalid={faults.length > 0}
        spellCheck={false}
        className="min-h-96 font-mono text-12"
        value={text}
        onChange={(event) => change(event.target.value)}
      />
      <ul role="status" className="mt-1.5 text-12 text-danger-fg">
        {faults.slice(0, 10).map((fault) => (
          <li key={fault}>{fault}</li>
        ))}
      </ul>
    </div>
  )
}
