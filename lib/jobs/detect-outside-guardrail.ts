import type { Context } from '@/lib/domain/context'
import type { Detection } from '@/lib/domain/detection'
import { outsideGuardrail } from '@/lib/domain/detectors/outside-guardrail'
import { verdictOf } from '@/lib/guardrails/verdict'
import { listObservedQuestions, type ObservedQuestions } from '@/lib/queries/list-observed-questions'
import { listSessionsAsking } from '@/lib/queries/list-sessions-asking'

/** The questions to which guardrails say no, with their answer. */
function judge({ guardrails, questions }: ObservedQuestions) {
  const { content, compiled } = guardrails
  const judged = questions.map(({ question, request }) => {
    return [question, { request, verdict: verdictOf(content, compiled, request) }] as const
  })
  return new Map(judged.filter(([, { verdict }]) => !verdict.isAllowed))
}

/** Holds the guardrails in force against every live session of another issuer. A million sessions ask few questions that
 *  guardrails tell apart: each is judged once, and only sessions that ask what is refused are read. Guardrails that cannot be
 *  read find nothing, or every session would be a finding; at issuance they refuse everything, which is noticed. */
export async function detectOutsideGuardrail(ctx: Context): Promise<Detection[]> {
  const asked = await listObservedQuestions(ctx)
  if (!asked) return []
  const refused = judge(asked)
  const found: Detection[] = []
  for await (const sessions of listSessionsAsking(ctx, asked.looks, [...refused.keys()])) {
    for (const { question, ...session } of sessions) {
      const answer = refused.get(question)
      const detection = answer && outsideGuardrail({ ...session, request: answer.request }, answer.verdict)
      if (detection) found.push(detection)
    }
  }
  return found
}
