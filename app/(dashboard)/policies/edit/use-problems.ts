import { useEffect, useRef, useState } from 'react'
import type { ApprovalPolicy } from '@/lib/domain/approval-policy'
import type { PolicyProblem } from '@/lib/domain/policy-problem'
import { checkTheDraft } from '../actions'

const PAUSE_MS = 350

/** What is wrong with the rules as they are written, and names of what they name by now. `isChecking`: an answer is due. */
export function useProblems(policy: ApprovalPolicy) {
  const [answer, setAnswer] = useState<{ problems: PolicyProblem[]; names: Record<string, string> }>({
    problems: [],
    names: {},
  })
  const [checked, setChecked] = useState<ApprovalPolicy | null>(null)
  const latest = useRef(policy)
  latest.current = policy
  useEffect(() => {
    const timer = setTimeout(async () => {
      const reply = await checkTheDraft(policy)
      if (latest.current !== policy) return
      if (reply.ok) setAnswer(reply.value)
      setChecked(policy)
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [policy])
  return { ...answer, isChecking: checked !== policy }
}
