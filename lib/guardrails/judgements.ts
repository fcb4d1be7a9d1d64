/** How guardrails stand to one request. `by`: ids of the policies that decided; `failed`: of those that could not be
 *  evaluated, where Cedar would let the rest decide, and Remit refuses. */
export type Judgement = { isAllowed: boolean; by: readonly string[]; failed: readonly string[] }

/** In characters of all questions that are kept: some ten megabytes for a process, however many organisations it serves. */
const MOST_KEPT = 8_000_000

let kept = new Map<string, Judgement>()
let size = 0

/** A judgement follows from its question alone, so that what was judged once need not be again. `question` says all that
 *  matters, the version of the guardrails included. Where there are too many, all are forgotten. */
export function judgeOnce(question: string, judge: () => Judgement): Judgement {
  const known = kept.get(question)
  if (known) return known
  const judgement = judge()
  size += question.length
  if (size > MOST_KEPT) {
    kept = new Map()
    size = question.length
  }
  kept.set(question, judgement)
  return judgement
}

/** For tests and measurements. */
export function forgetJudgements(): void {
  kept = new Map()
  size = 0
}
