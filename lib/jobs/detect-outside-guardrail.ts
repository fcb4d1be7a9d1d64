import type { Context } from '@/lib/domain/context'
import type { Detection } from '@/lib/domain/detection'
import { outsideGuardrail } from '@/lib/domain/detectors/outside-guardrail'
import { verdictOf } from '@/lib/guardrails/verdict'
import { listObservedAccess } from '@/lib/queries/list-observed-access'

/** Holds the guardrails in force against every live session of another issuer. What was judged under this version is not
 *  judged again: of a million sessions most ask the same few questions. Guardrails that cannot be read find nothing, or
 *  every session would be a finding; at issuance they refuse everything, which is noticed. */
export async function detectOutsideGuardrail(ctx: Context): Promise<Detection[]> {
  const found: Detection[] = []
  for await (const { guardrails, sessions } of listObservedAccess(ctx)) {
    for (const session of sessions) {
      const verdict = verdictOf(guardrails.content, guardrails.compiled, session.request)
      const detection = outsideGuardrail(session, verdict)
      if (detection) found.push(detection)
    }
  }
  return found
}
