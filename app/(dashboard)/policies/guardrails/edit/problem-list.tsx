import { CircleAlert, TriangleAlert } from 'lucide-react'
import type { GuardrailProblem } from '@/lib/domain/guardrail'

function Problem({ problem }: { problem: GuardrailProblem }) {
  const { severity, line, column, message, help } = problem
  const isError = severity === 'error'
  const Icon = isError ? CircleAlert : TriangleAlert
  return (
    <li className="grid grid-cols-[14px_minmax(0,1fr)] items-baseline gap-x-1.5 text-12">
      <Icon
        aria-hidden="true"
        strokeWidth={1.75}
        className={`size-3.5 self-center ${isError ? 'text-danger-fg' : 'text-high-fg'}`}
      />
      <span className={`min-w-0 break-words ${isError ? 'text-danger-fg' : 'text-fg-2'}`}>
        {line === null ? null : (
          <span className="tabular-nums">
            Line {line}, column {column}:{' '}
          </span>
        )}
        {message}
        {help ? <span className="text-fg-3"> {help}</span> : null}
      </span>
    </li>
  )
}

/** What is wrong, told as it is typed. */
export function ProblemList({ problems }: { problems: readonly GuardrailProblem[] }) {
  return (
    <ul aria-live="polite" className="mt-1 space-y-1">
      {problems.map((problem) => (
        <Problem key={`${problem.line} ${problem.column} ${problem.message}`} problem={problem} />
      ))}
    </ul>
  )
}
