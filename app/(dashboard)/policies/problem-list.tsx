import { TriangleAlert } from 'lucide-react'
import type { PolicyProblem } from '@/lib/domain/policy-problem'

type Props = { problems: readonly PolicyProblem[]; most?: number }

/** What is wrong with rules: errors first, and of many only so many. */
export function ProblemList({ problems, most = 50 }: Props) {
  const ordered = problems.toSorted((a, b) => (a.level === b.level ? 0 : a.level === 'error' ? -1 : 1))
  return (
    <ul>
      {ordered.slice(0, most).map(({ level, message, path }) => (
        <li key={`${path.join('.')} ${message}`} className="flex gap-1.5 py-0.5">
          <TriangleAlert
            aria-hidden="true"
            strokeWidth={1.75}
            className={`mt-0.75 size-3.5 shrink-0 ${level === 'error' ? 'text-danger-fg' : 'text-medium-fg'}`}
          />
          <span>
            <span className="sr-only">{level === 'error' ? 'Error: ' : 'Worth knowing: '}</span>
            {message}
          </span>
        </li>
      ))}
      {ordered.length > most ? <li className="text-12 text-fg-3">And {ordered.length - most} more.</li> : null}
    </ul>
  )
}
