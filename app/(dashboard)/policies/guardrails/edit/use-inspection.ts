import { useEffect, useState } from 'react'
import type { GuardrailInspection, GuardrailRequest, Guardrails } from '@/lib/domain/guardrail'
import { tryTheGuardrails } from '../actions'

const QUIET_MS = 400

/** What the server says of the guardrails as they are now, once typing pauses; the last answer stays until the next one.
 *  `isStale` while that is on its way. */
export function useInspection(content: Guardrails, trial: GuardrailRequest, first: GuardrailInspection) {
  const [inspection, setInspection] = useState(first)
  const [problem, setProblem] = useState<string | null>(null)
  const [isStale, setStale] = useState(true)
  useEffect(() => {
    setStale(true)
    let isLatest = true
    const timer = setTimeout(async () => {
      const answer = await tryTheGuardrails({ content, trial })
      if (!isLatest) return
      setStale(false)
      setProblem(answer.ok ? null : answer.problem.message)
      if (answer.ok) setInspection(answer.value)
    }, QUIET_MS)
    return () => {
      isLatest = false
      clearTimeout(timer)
    }
  }, [content, trial])
  return { inspection, problem, isStale }
}
