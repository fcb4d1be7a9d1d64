import { EmptyState } from '@/components/ui/empty-state'
import type { Guardrails } from '@/lib/domain/guardrail'

/** What becomes of a request that no guardrail speaks of, in a sentence. */
export function otherwiseInWords({ otherwise }: Guardrails): string {
  return otherwise === 'allow'
    ? 'What no guardrail forbids passes; then the approval rules say who is asked.'
    : 'Only what a guardrail permits passes, and nothing that another forbids.'
}

/** The guardrails of a version, each with its name, why it is there, and its text. */
export function GuardrailList({ content }: { content: Guardrails }) {
  if (content.policies.length === 0)
    return (
      <EmptyState title="No guardrails">
        A guardrail says what nobody may have, whoever would agree: agents that write to critical systems, third parties
        in production. It is held at every request, at every session and against sessions of other issuers.
      </EmptyState>
    )
  return (
    <ul>
      {content.policies.map(({ id, name, description, text }) => (
        <li key={id} className="border-b border-line py-3 last:border-b-0">
          <p className="font-medium">
            {name} <span className="code font-normal text-fg-3">{id}</span>
          </p>
          {description ? <p className="mt-0.5 text-fg-2">{description}</p> : null}
          <pre className="code mt-2 [font-variant-ligatures:none] overflow-x-auto rounded-md border border-line bg-surface px-3 py-2 whitespace-pre-wrap break-words">
            {text}
          </pre>
        </li>
      ))}
    </ul>
  )
}
