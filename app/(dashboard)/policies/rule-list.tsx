'use client'
import { useState } from 'react'
import { Input } from '@/components/ui/input'
import type { RuleInWords } from '@/lib/domain/describe-rule'

const FEW = 8

/** What a rule says, a step a line; several are in order. */
export function Steps({ steps }: { steps: readonly string[] }) {
  return (
    <ul className="mt-0.5">
      {steps.map((step) => (
        <li key={step} className="text-fg-2">
          {step}
        </li>
      ))}
    </ul>
  )
}

function Rule({ rule, position }: { rule: RuleInWords; position: number }) {
  return (
    <li className="grid grid-cols-[36px_minmax(0,1fr)] border-t border-line py-2.5 first:border-t-0">
      <span className="text-fg-3 tabular-nums">{position}</span>
      <div className="min-w-0">
        <b>{rule.name}</b>
        <p className="break-words">{rule.when}</p>
        <Steps steps={rule.steps} />
      </div>
    </li>
  )
}

const matching = (words: string) => {
  const wanted = words.trim().toLowerCase()
  return ({ rule }: { rule: RuleInWords }) =>
    [rule.name, rule.when, ...rule.steps].join(' ').toLowerCase().includes(wanted)
}

/** Rules as sentences, in the order in which they are asked, and what holds where none speaks. Many of them can be searched. */
export function RuleList({ rules, otherwise }: { rules: readonly RuleInWords[]; otherwise: readonly string[] }) {
  const [words, setWords] = useState('')
  const numbered = rules.map((rule, index) => ({ rule, position: index + 1 }))
  const shown = numbered.filter(matching(words))
  return (
    <>
      {rules.length > FEW ? (
        <div className="mt-2 flex items-center gap-2">
          <Input
            aria-label="Search the rules"
            placeholder="Search the rules"
            className="max-w-80"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <span className="text-12 text-fg-3">
            {shown.length} of {rules.length} rules
          </span>
        </div>
      ) : null}
      <ol className="mt-1">
        {shown.map(({ rule, position }) => (
          <Rule key={rule.name} rule={rule} position={position} />
        ))}
        <li className="grid grid-cols-[36px_minmax(0,1fr)] border-t border-line py-2.5 first:border-t-0">
          <span className="text-fg-3">–</span>
          <div>
            <b>{rules.length === 0 ? 'Everything' : 'Everything else'}</b>
            <Steps steps={otherwise} />
          </div>
        </li>
      </ol>
    </>
  )
}
