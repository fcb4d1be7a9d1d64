import { useState } from 'react'
import type { Answer } from './session-actions'

export type Problem = { code: string; message: string }

/** Asks something of the server while a dialog stays as it is: `ask` gives the value, or undefined with the problem to
 *  show. */
export function useAnswer() {
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const ask = async <T>(question: Promise<Answer<T>>): Promise<T | undefined> => {
    setBusy(true)
    const answer = await question
    setBusy(false)
    if (answer.ok) return answer.value
    setProblem(answer.problem)
  }
  return { problem, isBusy, ask }
}
